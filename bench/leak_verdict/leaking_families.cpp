// SPDX-License-Identifier: Apache-2.0
// What leaking devices do: a healthy part as the healthy families have it, and memory that is never
// given back. `due_d` is when the leak would use up the headroom; some come due after the 30 days
// that are simulated, and count as not due.
#include <algorithm>
#include <cmath>
#include <utility>

#include "bench/leak_verdict/scenario.hpp"

namespace tidemark::bench {
namespace {

// A function of the minutes since the onset.
template <typename Function>
class Loss final : public Shape {
 public:
  Loss(double onset, Function function) : function_(std::move(function)), since_(-onset) {}
  double next() override {
    const double value = since_ > 0 ? function_(since_) : 0;
    ++since_;
    return value;
  }

 private:
  Function function_;
  double since_;
};

template <typename Function>
ShapePtr loss(double onset, Function function) {
  return std::make_unique<Loss<Function>>(onset, std::move(function));
}

// Events at random, each of which loses the same.
class EventLoss final : public Shape {
 public:
  EventLoss(double each, double gap, std::uint64_t seed) : random_(seed), each_(each), gap_(gap) {
    next_ = random_.exponential(gap);
  }
  double next() override {
    for (; next_ <= minute_; next_ += random_.exponential(gap_)) {
      lost_ += each_;
    }
    ++minute_;
    return lost_;
  }

 private:
  Random random_;
  double each_;
  double gap_;
  double next_ = 0;
  double minute_ = 0;
  double lost_ = 0;
};

// Loses in proportion to a load.
class LoadLoss final : public Shape {
 public:
  LoadLoss(const Wave& load, double per_minute) : load_(load), per_minute_(per_minute) {}
  double next() override {
    lost_ += per_minute_ * load_.at(minute_++);
    return lost_;
  }

 private:
  Wave load_;
  double per_minute_;
  double minute_ = 0;
  double lost_ = 0;
};

struct Start {
  Scenario scenario;
  double headroom;  // above the base and the swing
};

// The healthy part: a base with noise and what `make` puts on top, up to `swing`.
template <typename Make>
Start start(Draw& draw, double swing, Make make) {
  Start out{blank_scenario(draw), 0};
  const double base = draw.uniform("base", 0.1, 0.55);
  const double noise = draw.log_uniform("noise", 0.001, 0.03);
  const std::uint64_t seed = draw.seed();
  out.headroom = 1 - base - swing;
  out.scenario.boot = [=] {
    std::vector<ShapePtr> shapes;
    shapes.push_back(steady(base, noise, seed));
    ShapePtr more = make();
    if (more != nullptr) {
      shapes.push_back(std::move(more));
    }
    return sum_of(std::move(shapes));
  };
  return out;
}

Start plain(Draw& draw) {
  return start(draw, 0, [] { return ShapePtr(); });
}

void drip(Start* run, double onset, double due) {
  const double rate = run->headroom / due;
  run->scenario.onset = onset;
  run->scenario.leak = loss(onset, [rate](double since) { return rate * since; });
}

Scenario make_drip(Draw& draw) {
  Start run = plain(draw);
  drip(&run, 0, draw.log_uniform("due_d", 1, 45) * kDay);
  return std::move(run.scenario);
}

Scenario make_per_event(Draw& draw) {
  Start run = plain(draw);
  const double due = draw.log_uniform("due_d", 1, 45) * kDay;
  const double gap = kHour / draw.log_uniform("events_per_h", 2, 60);
  run.scenario.leak = std::make_unique<EventLoss>(run.headroom * gap / due, gap, draw.seed());
  return std::move(run.scenario);
}

Scenario make_under_load(Draw& draw) {
  const double swing = draw.uniform("swing", 0.03, 0.2);
  const Wave wave{swing, draw.uniform("phase_d", 0, 1), 3, 1};
  Start run = start(draw, swing, [=] { return daily(wave); });
  const double due = draw.log_uniform("due_d", 4, 45) * kDay;
  // The cube of the sine has a mean of 5 / 16.
  const Wave load{1, wave.phase, wave.sharpness, 1};
  run.scenario.leak = std::make_unique<LoadLoss>(load, run.headroom / due * 16 / 5);
  return std::move(run.scenario);
}

Scenario make_rare_big(Draw& draw) {
  Start run = plain(draw);
  const double due = draw.log_uniform("due_d", 4, 45) * kDay;
  const double events = std::floor(draw.uniform("events", 15, 60));
  run.scenario.leak = std::make_unique<EventLoss>(run.headroom / events, due / events, draw.seed());
  return std::move(run.scenario);
}

Scenario make_slow(Draw& draw) {
  Scenario scenario = blank_scenario(draw);
  const double base = draw.uniform("base", 0.3, 0.65);
  const double noise = draw.uniform("noise", 0.01, 0.05);
  const double rate = draw.uniform("percent_per_h", 0.03, 0.1) / 100 / kHour;
  const std::uint64_t seed = draw.seed();
  scenario.boot = [=] { return steady(base, noise, seed); };
  scenario.leak = loss(0, [rate](double since) { return rate * since; });
  return scenario;
}

Scenario make_periodic(Draw& draw) {
  const double swing = draw.uniform("swing", 0.05, 0.25);
  Wave wave{swing, draw.uniform("phase_d", 0, 7), 1, 1};
  wave.weekend = draw.chance("weekly", 0.3) ? 0.4 : 1;
  Start run = start(draw, swing, [=] { return daily(wave); });
  drip(&run, 0, draw.log_uniform("due_d", 2, 45) * kDay);
  return std::move(run.scenario);
}

Scenario make_late(Draw& draw) {
  Start run = plain(draw);
  const double onset = draw.uniform("onset_d", 5, 20) * kDay;
  drip(&run, onset, draw.log_uniform("due_d", 1, 20) * kDay);
  return std::move(run.scenario);
}

Scenario make_accelerating(Draw& draw) {
  Start run = plain(draw);
  const double due = draw.log_uniform("due_d", 3, 40) * kDay;
  const double power = draw.uniform("power", 1.5, 3);
  const double headroom = run.headroom;
  run.scenario.leak =
      loss(0, [=](double since) { return headroom * std::pow(since / due, power); });
  return std::move(run.scenario);
}

Scenario make_with_sawtooth(Draw& draw) {
  const double swing = draw.uniform("swing", 0.03, 0.2);
  const double period = draw.log_uniform("period_h", 0.5, 48) * kHour;
  const std::uint64_t seed = draw.seed();
  Start run = start(draw, swing, [=] { return sawtooth(swing, period, seed); });
  drip(&run, 0, draw.log_uniform("due_d", 2, 45) * kDay);
  return std::move(run.scenario);
}

Scenario make_with_walk(Draw& draw) {
  const double swing = draw.uniform("swing", 0.03, 0.15);
  const double crossing = draw.log_uniform("crossing_h", 6, 240) * kHour;
  const std::uint64_t seed = draw.seed();
  Start run = start(draw, swing, [=] { return bounded_walk(swing, crossing, seed); });
  drip(&run, 0, draw.log_uniform("due_d", 2, 45) * kDay);
  return std::move(run.scenario);
}

Scenario make_fast(Draw& draw) {
  Start run = plain(draw);
  const double onset = draw.log_uniform("onset_h", 1, 600) * kHour;
  drip(&run, onset, draw.uniform("due_h", 1, 12) * kHour);
  return std::move(run.scenario);
}

Scenario make_after_cache(Draw& draw) {
  const double swing = draw.uniform("swing", 0.05, 0.25);
  const double fill = draw.log_uniform("fill_h", 6, 96) * kHour;
  const bool slowing = draw.chance("slowing", 0.5);
  Start run = start(draw, swing, [=] { return cache(swing, fill, slowing); });
  const double onset = fill + draw.uniform("pause_d", 0, 3) * kDay;
  drip(&run, onset, draw.log_uniform("due_d", 2, 30) * kDay);
  return std::move(run.scenario);
}

}  // namespace

const std::vector<Family>& leaking_families() {
  static const std::vector<Family> list = {
      {"steady drip", true, make_drip},
      {"per event", true, make_per_event},
      {"only under load", true, make_under_load},
      {"rare and big", true, make_rare_big},
      {"below 0.1 %/h in noise", true, make_slow},
      {"with periodic load", true, make_periodic},
      {"late", true, make_late},
      {"accelerating", true, make_accelerating},
      {"with a sawtooth", true, make_with_sawtooth},
      {"with a bounded walk", true, make_with_walk},
      {"fast (1 to 12 h)", true, make_fast},
      {"after a cache filled", true, make_after_cache},
  };
  return list;
}

}  // namespace tidemark::bench
