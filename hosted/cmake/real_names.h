/* SPDX-License-Identifier: Apache-2.0
 * What an application's or a module's own __wrap_malloc() and the like call as __real_malloc(): not
 * the library's own function, which wants the host stack. Read before every source of the
 * application, as autoconf.h. */
#define __real_malloc hosted_malloc
#define __real_calloc hosted_calloc
#define __real_realloc hosted_realloc
#define __real_free hosted_free
#define __real_aligned_alloc hosted_aligned_alloc
#define __real_posix_memalign hosted_posix_memalign
#define __real__Znwm hosted__Znwm
#define __real__Znam hosted__Znam
#define __real__ZnwmRKSt9nothrow_t hosted__ZnwmRKSt9nothrow_t
#define __real__ZnamRKSt9nothrow_t hosted__ZnamRKSt9nothrow_t
#define __real__ZnwmSt11align_val_t hosted__ZnwmSt11align_val_t
#define __real__ZnamSt11align_val_t hosted__ZnamSt11align_val_t
#define __real__ZnwmSt11align_val_tRKSt9nothrow_t hosted__ZnwmSt11align_val_tRKSt9nothrow_t
#define __real__ZnamSt11align_val_tRKSt9nothrow_t hosted__ZnamSt11align_val_tRKSt9nothrow_t
#define __real__ZdlPv hosted__ZdlPv
#define __real__ZdaPv hosted__ZdaPv
#define __real__ZdlPvm hosted__ZdlPvm
#define __real__ZdaPvm hosted__ZdaPvm
#define __real__ZdlPvSt11align_val_t hosted__ZdlPvSt11align_val_t
#define __real__ZdaPvSt11align_val_t hosted__ZdaPvSt11align_val_t
#define __real__ZdlPvmSt11align_val_t hosted__ZdlPvmSt11align_val_t
#define __real__ZdaPvmSt11align_val_t hosted__ZdaPvmSt11align_val_t
