// SPDX-License-Identifier: Apache-2.0
// A copy of the newest record in settings: for boards whose RAM does not outlive a restart, and for
// what power takes.
#include <zephyr/init.h>
#include <zephyr/kernel.h>
#include <zephyr/settings/settings.h>

#include "core/restart.hpp"

#define TIDEMARK_RECORD_NAME "tidemark/restart"

static std::uint8_t tidemark_copy[tidemark::kEvidenceRecordBytes];

static int tidemark_load_copy(const char* key, size_t bytes, settings_read_cb read, void* cb_arg,
                              void* param) {
  if (key == nullptr && bytes == sizeof(tidemark_copy) &&
      read(cb_arg, tidemark_copy, sizeof(tidemark_copy)) == sizeof(tidemark_copy)) {
    *static_cast<bool*>(param) = true;
  }
  return 0;
}

static void tidemark_complain(const char* what, int err) {
  printk("tidemark: evidence: settings: %s: error %d; look at the storage partition\n", what, err);
}

static void tidemark_save_copy(bool as_read) {
  std::size_t offset = 0;
  if (!tidemark::newest_record(&offset)) {
    return;
  }
  const tidemark::Span<std::uint8_t> copy(tidemark_copy, sizeof(tidemark_copy));
  tidemark::port::read_evidence(offset, copy);
  if (as_read) {
    tidemark::mark_as_read(copy);
  }
  const int err = settings_save_one(TIDEMARK_RECORD_NAME, tidemark_copy, sizeof(tidemark_copy));
  if (err != 0) {
    tidemark_complain("the record was not saved", err);
  }
}

// The last of those before a restart, by its name: what they do may take its time.
static void tidemark_save_before_restart(enum tidemark_restart_reason /*reason*/, void* /*data*/) {
  tidemark_save_copy(false);
}
TIDEMARK_BEFORE_RESTART_DEFINE(zz_tidemark_settings, tidemark_save_before_restart);

// Memory that kept a record is right: the copy is at most as new.
static int tidemark_compare_copy(void) {
  int err = settings_subsys_init();
  std::size_t offset = 0;
  bool is_loaded = false;
  if (err == 0 && !tidemark::newest_record(&offset)) {
    err = settings_load_subtree_direct(TIDEMARK_RECORD_NAME, tidemark_load_copy, &is_loaded);
    if (is_loaded) {
      tidemark::port::write_evidence(0, {tidemark_copy, sizeof(tidemark_copy)});
      (void)tidemark::open_evidence_again();
    }
  }
  if (err != 0) {
    tidemark_complain("it cannot be used", err);
  } else if (tidemark::evidence_found() == tidemark::EvidenceFound::kNew) {
    tidemark_save_copy(true);
  }
  return 0;
}
SYS_INIT(tidemark_compare_copy, APPLICATION, CONFIG_APPLICATION_INIT_PRIORITY);
