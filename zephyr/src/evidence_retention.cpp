// SPDX-License-Identifier: Apache-2.0
// Records in a retention area.
#include <zephyr/devicetree.h>
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/retention/retention.h>

#include "core/restart.hpp"
#include "zephyr/src/evidence.hpp"

#if !DT_HAS_CHOSEN(tidemark_evidence)
#error "TIDEMARK_EVIDENCE_RETENTION needs a chosen node tidemark,evidence: a retention area"
#endif
BUILD_ASSERT(DT_REG_SIZE(DT_CHOSEN(tidemark_evidence)) >= tidemark::kEvidenceBytes,
             "the retention area tidemark,evidence is too small: it must have 1040 bytes, and what "
             "its prefix and checksum take");

static const struct device* const tidemark_area = DEVICE_DT_GET(DT_CHOSEN(tidemark_evidence));
static bool tidemark_area_is_there;

// What cannot be read is what was never written.
void tidemark::port::read_evidence(std::size_t offset, Span<std::uint8_t> out) {
  if (!tidemark_area_is_there ||
      retention_read(tidemark_area, static_cast<off_t>(offset), out.data(), out.size()) != 0) {
    for (std::uint8_t& byte : out) {
      byte = 0;
    }
  }
}

void tidemark::port::write_evidence(std::size_t offset, Span<const std::uint8_t> bytes) {
  if (tidemark_area_is_there) {
    (void)retention_write(tidemark_area, static_cast<off_t>(offset), bytes.data(), bytes.size());
  }
}

static int tidemark_open_evidence(void) {
  tidemark_area_is_there =
      device_is_ready(tidemark_area) &&
      retention_size(tidemark_area) >= static_cast<ssize_t>(tidemark::kEvidenceBytes);
  if (!tidemark_area_is_there) {
    printk(
        "tidemark: evidence: the retention area is not ready or too small; no record is kept; "
        "give it 1040 bytes beside its prefix and checksum\n");
  }
  tidemark_find_evidence();
  return 0;
}
SYS_INIT(tidemark_open_evidence, APPLICATION, 0);
