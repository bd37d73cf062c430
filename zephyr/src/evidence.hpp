// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Looks for the record of the life before, with the settings of this build. Once, when its memory
/// can be read, before threads run.
void tidemark_find_evidence();
