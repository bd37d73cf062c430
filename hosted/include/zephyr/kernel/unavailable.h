// SPDX-License-Identifier: Apache-2.0
// How a call that cannot be made is refused: at compile time, in a sentence.
#ifndef ZEPHYR_INCLUDE_KERNEL_UNAVAILABLE_H_
#define ZEPHYR_INCLUDE_KERNEL_UNAVAILABLE_H_

/* On the declaration of a function: who calls it does not compile, and reads `text`. Code that is
 * never reached, such as behind `if (IS_ENABLED(...))`, may name it. */
#define HOSTED_UNAVAILABLE(text) __attribute__((error("tidemark-hosted: " text)))

#endif
