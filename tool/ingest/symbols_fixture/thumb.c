// SPDX-License-Identifier: Apache-2.0
/* A build id as the module keeps it, among the constants: a note for "GNU" of type 3. */
const unsigned int tidemark_build_id_begin[] = {4, 4, 3, 0x00554e47, 0x64636261};

int other(int value);

int first(int value) {
  return other(value) + 1;
}

int second(int value) {
  return other(value) + 2;
}

int other(int value) {
  return value;
}

void _start(void) {
  first(1);
  second(2);
}
