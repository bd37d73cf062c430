// SPDX-License-Identifier: Apache-2.0
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
