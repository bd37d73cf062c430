/* SPDX-License-Identifier: Apache-2.0 */
/* The C API of the health check as an application uses it: C99, strict. */
#include <errno.h>
#include <string.h>

#include "tidemark/health_check.h"

#define TEXT_OF(line) #line
#define AT(line) "line " TEXT_OF(line) ": "
#define CHECK(condition)              \
  do {                                \
    if (!(condition)) {               \
      return AT(__LINE__) #condition; \
    }                                 \
  } while (0)

const char* c_api_health(void);

/* Of two checks the second failed twice, and something is critical for a second. */
const char* c_api_health(void) {
  struct tidemark_health_check_status check;
  struct tidemark_health_status status;

  CHECK(tidemark_health_get(NULL) == -EINVAL);
  CHECK(tidemark_health_check_get(0, NULL) == -EINVAL);
  CHECK(tidemark_health_check_get(2, &check) == -ENOENT);
  CHECK(tidemark_health_check_get(0, &check) == 0);
  CHECK(strcmp(check.name, "radio") == 0 && check.has_latest && check.latest == 0);
  CHECK(tidemark_health_check_get(1, &check) == 0);
  CHECK(strcmp(check.name, "sensor") == 0 && check.calls == 2);
  CHECK(check.has_latest && check.latest == -EIO);
  CHECK(check.failures == 2 && check.failures_in_a_row == 2);

  CHECK(tidemark_health_get(&status) == 0);
  CHECK(status.checks == 2 && status.has_watchdog && status.watchdog_ms == 10000);
  CHECK(status.is_critical && status.critical_s == 1);
  return NULL;
}
