// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// What every report page carries in itself. Private to sinks/.
namespace tidemark::sinks {

/// The style sheet: light and dark by the reader's setting, wide and narrow screens, paper.
extern const std::string_view kReportStyle;
/// Shows the values below the pointer on a chart. The page is whole without it.
extern const std::string_view kReportScript;
/// The mark beside the name, as SVG.
extern const std::string_view kReportMark;

}  // namespace tidemark::sinks
