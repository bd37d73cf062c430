/* SPDX-License-Identifier: Apache-2.0
 * For check_one_name.cmake: C and C++ alike. NAME is that of a reclaimer or, with SHEDS, a shedder.
 */
#include "tidemark/reclaim.h"

/* As the kernel has it, but for the section. */
#define STRUCT_SECTION_ITERABLE(type, variable) struct type variable

#ifdef SHEDS
static void shed(bool off, void* user_data) {
  (void)off;
  (void)user_data;
}
TIDEMARK_SHEDDER_DEFINE(NAME, 0, shed);
#else
static size_t give(const struct tidemark_reclaim_request* request, void* user_data) {
  (void)user_data;
  return request->wanted_bytes;
}
TIDEMARK_RECLAIMER_DEFINE(NAME, 0, give);
#endif

#ifdef HAS_MAIN
int main(void) {
  return 0;
}
#endif
