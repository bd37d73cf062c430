/* SPDX-License-Identifier: Apache-2.0 */
/* Gives a library that has no sources of its own something to archive. */
typedef int hosted_empty_file;
