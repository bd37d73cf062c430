/* SPDX-License-Identifier: Apache-2.0 */
/* For unit tests that include this file by its name in Zephyr's tree; the runtime has the
 * functions. */
#include <zephyr/sys/rb.h>
