/* SPDX-License-Identifier: Apache-2.0 */
/* Never compiled: each configuration of this application is wrong. */
int main(void) {
  return 0;
}
