// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>

#include "core/port.hpp"

int tidemark::port::to_errno(Status status) {
  switch (status) {
    case Status::kOk:
      return 0;
    case Status::kInvalid:
      return -EINVAL;
    case Status::kNotFound:
      return -ENOENT;
    case Status::kFull:
      return -ENOMEM;
    case Status::kExists:
      return -EALREADY;
    case Status::kAbsent:
      return -ENOTSUP;
    case Status::kInUse:
      return -EBUSY;
    case Status::kTimedOut:
      return -ETIMEDOUT;
    case Status::kBusy:
      break;
  }
  return -EWOULDBLOCK;
}
