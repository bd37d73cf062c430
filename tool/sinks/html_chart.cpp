// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/html_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/humanize.hpp"
#include "tool/sinks/junit.hpp"

namespace tidemark::sinks {
namespace {

using model::Course;

constexpr double kWidth = 1000;
constexpr double kHeight = 200;
constexpr std::size_t kMostMarks = 64;

/// Turns times and values into the coordinates of the drawing.
class Scale {
 public:
  explicit Scale(const Chart& chart)
      : begin_(chart.begin_ms),
        span_(static_cast<double>(std::max(chart.end_ms, chart.begin_ms + 1) - chart.begin_ms)) {
    std::uint32_t most = chart.capacity.value_or(0);
    for (const Course::Point& point : chart.course.points()) {
      most = std::max(most, point.greatest);
    }
    most_ = std::max(most, 1u);
  }
  [[nodiscard]] double x(std::uint64_t at_ms) const {
    const std::uint64_t since = at_ms > begin_ ? at_ms - begin_ : 0;
    return std::min(static_cast<double>(since) / span_, 1.0) * kWidth;
  }
  [[nodiscard]] double y(std::uint32_t value) const {
    return kHeight - kHeight * value / static_cast<double>(most_);
  }
  [[nodiscard]] std::uint32_t most() const { return most_; }

 private:
  std::uint64_t begin_;
  double span_;
  std::uint32_t most_;
};

/// "L x y" for the begin and, if it differs, the end of each point.
std::string line_through(const std::vector<Course::Point>& points, const Scale& scale,
                         std::uint32_t Course::Point::*value) {
  std::string path;
  for (const Course::Point& point : points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", scale.x(point.first_ms),
                        scale.y(point.*value));
    if (point.last_ms != point.first_ms) {
      path += fmt::format("L{:.1f} {:.1f}", scale.x(point.last_ms), scale.y(point.*value));
    }
  }
  return path;
}

std::string level_line(const char* name, double y) {
  return fmt::format(R"(<line class="{}" x1="0" x2="{}" y1="{:.1f}" y2="{:.1f}"/>)", name, kWidth,
                     y, y);
}

/// Between the least and the greatest of each point.
std::string band(std::vector<Course::Point> points, const Scale& scale) {
  const bool is_line = std::all_of(points.begin(), points.end(), [](const Course::Point& point) {
    return point.least == point.greatest;
  });
  if (is_line) {
    return "";
  }
  std::string path = line_through(points, scale, &Course::Point::greatest);
  std::reverse(points.begin(), points.end());
  for (Course::Point& point : points) {
    std::swap(point.first_ms, point.last_ms);
  }
  std::string back = line_through(points, scale, &Course::Point::least);
  back.front() = 'L';
  return fmt::format(R"(<path class="band" d="{}{}Z"/>)", path, back);
}

bool is_boot(const ChartMark& mark) {
  return mark.what == ChartMark::What::kBoot || mark.what == ChartMark::What::kFailedBoot;
}

std::string drawing(const Chart& chart, const Scale& scale) {
  const auto& points = chart.course.points();
  std::string svg = level_line("grid", kHeight / 2) + level_line("grid", 0);
  const std::string line = line_through(points, scale, &Course::Point::greatest);
  svg += fmt::format(R"(<path class="area" d="{}L{:.1f} {}L{:.1f} {}Z"/>)", line,
                     scale.x(points.back().last_ms), kHeight, scale.x(points.front().first_ms),
                     kHeight);
  svg += band(points, scale);
  svg += fmt::format(R"(<path class="course" d="{}"/>)", line);
  if (chart.capacity) {
    svg += level_line("cap", scale.y(*chart.capacity));
  }
  if (chart.peak && *chart.peak <= scale.most()) {
    svg += level_line("peak", scale.y(*chart.peak));
  }
  std::size_t count = 0;
  for (const ChartMark& mark : chart.marks) {
    if (is_boot(mark) && ++count <= kMostMarks) {
      svg += fmt::format(
          R"(<line class="boot{2}" x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="{1}"><title>{3}</title></line>)",
          scale.x(mark.at_ms), kHeight, mark.what == ChartMark::What::kFailedBoot ? " bad" : "",
          xml_escaped(mark.text));
    }
  }
  return svg;
}

/// Not stretched with the drawing, and so beside it.
std::string flags(const Chart& chart, const Scale& scale) {
  std::string html;
  std::size_t count = 0;
  for (const ChartMark& mark : chart.marks) {
    if (!is_boot(mark) && ++count <= kMostMarks) {
      html += fmt::format(R"(<i class="flag {}" style="left:{:.2f}%" title="{}"></i>)",
                          mark.what == ChartMark::What::kAlarm ? "bad" : "warn",
                          scale.x(mark.at_ms) / kWidth * 100, xml_escaped(mark.text));
    }
  }
  return html;
}

std::string values(const std::vector<Course::Point>& points) {
  std::string text;
  for (const Course::Point& point : points) {
    text += fmt::format("{}{},{},{}", text.empty() ? "" : " ", point.first_ms, point.least,
                        point.greatest);
  }
  return text;
}

std::string key(const Chart& chart) {
  const auto has = [&](ChartMark::What what) {
    return std::any_of(chart.marks.begin(), chart.marks.end(),
                       [what](const ChartMark& mark) { return mark.what == what; });
  };
  std::string html = R"(<ul class="key" aria-hidden="true"><li><i></i>in use</li>)";
  html += chart.peak ? R"(<li><i class="p"></i>peak of this boot</li>)" : "";
  html += chart.capacity ? R"(<li><i class="c"></i>capacity</li>)" : "";
  html += has(ChartMark::What::kBoot) ? R"(<li><i class="b"></i>restart</li>)" : "";
  html += has(ChartMark::What::kFailedBoot)
              ? R"(<li><i class="b bad"></i>restart after a failure</li>)"
              : "";
  html += has(ChartMark::What::kWatch) ? R"(<li><i class="f warn"></i>on watch</li>)" : "";
  html += has(ChartMark::What::kAlarm) ? R"(<li><i class="f"></i>leak, warn or critical</li>)" : "";
  return html + "</ul>";
}

}  // namespace

std::string html_chart(const Chart& chart) {
  if (chart.course.points().empty()) {
    return "";
  }
  const Scale scale(chart);
  std::string html = R"(<div class="chart"><div class="y" aria-hidden="true">)";
  html +=
      fmt::format("<span>{}</span><span>{}</span><span>0</span></div>",
                  grouped(std::uint64_t{scale.most()}), grouped(std::uint64_t{scale.most() / 2}));
  html += fmt::format(R"(<div class="plot" data-begin="{}" data-end="{}" data-points="{}">)",
                      chart.begin_ms, chart.end_ms, values(chart.course.points()));
  html += fmt::format(
      R"(<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>{}</div>)",
      kWidth, kHeight, xml_escaped(chart.description), drawing(chart, scale), flags(chart, scale));
  html += fmt::format(
      R"(<div class="x" aria-hidden="true"><span>{}</span><span>{}</span><span>{}</span></div></div>)",
      duration_ms(chart.begin_ms), duration_ms((chart.begin_ms + chart.end_ms) / 2),
      duration_ms(chart.end_ms));
  return html + key(chart);
}

}  // namespace tidemark::sinks
