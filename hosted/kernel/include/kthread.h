// SPDX-License-Identifier: Apache-2.0
// Private in Zephyr; its part that tests use is in ksched.h.
#include <ksched.h>
