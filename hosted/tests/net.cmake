# SPDX-License-Identifier: Apache-2.0

# Network buffers, as a real native_sim_64 prints them.
hosted_own_test(net_buf APP net_buf EXPECT net_buf/expected.txt CMAKE_ARGS ${alone})
set_tests_properties(hosted.net_buf PROPERTIES FIXTURES_SETUP hosted_net_buf)
kernel_case(net_buf too_many EXIT 0 TWICE SET UNREF_TWICE=1 ARGS --stop_at=1
  MATCH "twice too often: fixed_pool 4/0/4 "
    "thread 'main' called net_buf_unref.0x[0-9a-f]+.: buffer [0-9] of pool fixed_pool has no reference left, so it was freed before. remove the call")

# MQTT, against a mosquitto that the test starts and stops.
hosted_add_test(NAME mqtt APP mqtt CMAKE_ARGS ${alone} RUN_ARGS --stop_at=1 --no-rt
  MATCH "not connected: -107 -107 -107 -107 -107\n" "too small for CONNECT: -111\n" "connect: -111\n")
set_tests_properties(hosted.mqtt PROPERTIES FIXTURES_SETUP hosted_mqtt)
hosted_own_test(mqtt_tls APP mqtt FAILS CONFIGURE CMAKE_ARGS ${alone} -DCONFIG_MQTT_LIB_TLS=y
  MATCH "CONFIG_MQTT_LIB_TLS=y: hosted's MQTT client is 3.1.1 over plain TCP: no TLS")
peer_test(mqtt broker "as expected" --stop_at=12)
