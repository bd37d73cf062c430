// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tidemark {

/// How a call on the device ended. The C API turns it into 0 or a negative errno.
enum class [[nodiscard]] Status : std::uint8_t{
    kOk,
    kInvalid,   ///< An argument is out of its range.
    kNotFound,  ///< Nothing of that index or address is watched.
    kFull,      ///< The table has no room.
    kExists,    ///< It is watched already.
    kBusy,      ///< Not from an interrupt.
    kAbsent,    ///< This build does not have it.
    kInUse,     ///< It is in use, and what was asked for is for before that.
    kTimedOut,  ///< It has not ended in time.
};

}  // namespace tidemark
