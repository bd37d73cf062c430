// SPDX-License-Identifier: Apache-2.0
#error \
    "tidemark-hosted: <zephyr/logging/log_multidomain_helper.h>: hosted does not have several domains of logging; use one domain and text output"
