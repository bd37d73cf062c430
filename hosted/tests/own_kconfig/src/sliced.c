/* SPDX-License-Identifier: Apache-2.0 */
const char* sliced(void) {
  return "sliced";
}
