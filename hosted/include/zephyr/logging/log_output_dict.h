// SPDX-License-Identifier: Apache-2.0
#error \
    "tidemark-hosted: <zephyr/logging/log_output_dict.h>: hosted does not have dictionary logging; use one domain and text output"
