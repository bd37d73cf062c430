/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_USB_USB_DEVICE_H_
#define ZEPHYR_INCLUDE_USB_USB_DEVICE_H_

/*
 * There is no USB. The header exists because console and shell applications include it on every
 * board and call it on those that have a CDC ACM console only: a call is a compile error.
 */

#include <stdint.h>
#include <zephyr/kernel/unavailable.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
#define HOSTED_NO_USB_CALL(name) Z_HOSTED_NO_USB(name) int name(...)
#else
#define HOSTED_NO_USB_CALL(name) Z_HOSTED_NO_USB(name) int name()
#endif
#define Z_HOSTED_NO_USB(name)                                                          \
  HOSTED_UNAVAILABLE(                                                                  \
      #name                                                                            \
      ": hosted has no USB; call it only where devicetree says that the console is a " \
      "USB one; see docs/reference/hosted/devices.md")

typedef void (*usb_dc_status_callback)(int status, const uint8_t* param);

HOSTED_NO_USB_CALL(usb_enable);
HOSTED_NO_USB_CALL(usb_disable);
HOSTED_NO_USB_CALL(usb_deconfig);
HOSTED_NO_USB_CALL(usb_set_config);
HOSTED_NO_USB_CALL(usb_wakeup_request);

#ifdef __cplusplus
}
#endif

#endif
