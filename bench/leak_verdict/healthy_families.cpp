// SPDX-License-Identifier: Apache-2.0
// What healthy devices do. Every family is bounded below the capacity: a base of 10 to 55 % of it
// and a swing of 5 to 35 % on top, so that the peak is between 15 and 90 %. The ranges were set
// before the first run, and no run has changed them; the bench's --swing shows how much the largest
// swing matters.
#include <algorithm>
#include <utility>

#include "bench/leak_verdict/scenario.hpp"

namespace tidemark::bench {
namespace {

double base_of(Draw& draw) {
  return draw.uniform("base", 0.1, 0.55);
}
double swing_of(Draw& draw) {
  return draw.uniform("swing", 0.05, draw.largest_swing());
}
double noise_of(Draw& draw) {
  return draw.log_uniform("noise", 0.001, 0.03);
}

// A base with noise, and what lies on top.
template <typename Make>
Scenario on_base(Draw& draw, Make make, double quantum = 0) {
  Scenario scenario = blank_scenario(draw);
  const double base = base_of(draw);
  const double noise = noise_of(draw);
  const std::uint64_t seed = draw.seed();
  scenario.boot = [=] {
    std::vector<ShapePtr> shapes;
    shapes.push_back(steady(base, noise, seed));
    shapes.push_back(make());
    return sum_of(std::move(shapes), quantum);
  };
  return scenario;
}

Scenario make_steady(Draw& draw) {
  Scenario scenario = blank_scenario(draw);
  const double base = draw.uniform("base", 0.1, 0.9);
  const double noise = noise_of(draw);
  const std::uint64_t seed = draw.seed();
  scenario.boot = [=] { return steady(base, noise, seed); };
  return scenario;
}

Wave wave_of(Draw& draw) {
  const double swing = swing_of(draw);
  const double phase = draw.uniform("phase_d", 0, 7);
  return {swing, phase, draw.chance("sharp", 0.5) ? 3.0 : 1.0, 1};
}

Scenario make_daily(Draw& draw) {
  const Wave wave = wave_of(draw);
  return on_base(draw, [=] { return daily(wave); });
}

Scenario make_weekly(Draw& draw) {
  Wave wave = wave_of(draw);
  wave.weekend = draw.uniform("weekend", 0, 0.6);
  return on_base(draw, [=] { return daily(wave); });
}

Scenario make_warm_up(Draw& draw) {
  const double swing = swing_of(draw);
  const double tau = draw.log_uniform("tau_h", 0.5, 120) * kHour;
  return on_base(draw, [=] { return warm_up(swing, tau); });
}

Scenario make_cache(Draw& draw) {
  const double swing = swing_of(draw);
  const double duration = draw.log_uniform("fill_h", 2, 240) * kHour;
  const bool slowing = draw.chance("slowing", 0.5);
  return on_base(draw, [=] { return cache(swing, duration, slowing); });
}

Scenario make_sawtooth(Draw& draw) {
  const double swing = swing_of(draw);
  const double period = draw.log_uniform("period_h", 0.3, 72) * kHour;
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] { return sawtooth(swing, period, seed); });
}

Scenario make_lifetimes(Draw& draw) {
  Scenario scenario = blank_scenario(draw);
  const double level = draw.uniform("mean", 0.1, 0.55);
  const double rate = draw.log_uniform("per_minute", 0.5, 5);
  const double life = draw.log_uniform("median_min", 5, 240);
  const double sigma = draw.uniform("sigma", 0.5, 2);
  const std::uint64_t seed = draw.seed();
  scenario.boot = [=] { return log_normal_lifetimes(level, rate, life, sigma, seed); };
  return scenario;
}

Scenario make_load_steps(Draw& draw) {
  const double swing = swing_of(draw);
  const double hold = draw.log_uniform("hold_h", 3, 96) * kHour;
  const bool rising = draw.chance("staircase", 0.5);
  const auto steps = static_cast<unsigned>(draw.uniform("steps", 4, 13));
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] {
    return rising ? staircase(swing, steps, hold, seed) : load_steps(swing, hold, seed);
  });
}

Scenario make_walk(Draw& draw) {
  const double swing = swing_of(draw);
  const double crossing = draw.log_uniform("crossing_h", 6, 240) * kHour;
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] { return bounded_walk(swing, crossing, seed); });
}

Scenario make_fragmentation(Draw& draw) {
  const double swing = swing_of(draw);
  const double tau = draw.log_uniform("tau_h", 6, 120) * kHour;
  return on_base(draw, [=] { return saturating(swing, tau); });
}

Scenario make_bursts(Draw& draw) {
  const double height = draw.uniform("height", 0.1, 0.4);
  const double per_day = draw.log_uniform("per_day", 0.3, 10);
  const double duration = draw.log_uniform("minutes", 1, 90);
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] { return bursts(height, per_day, duration, seed); });
}

Scenario make_quantised(Draw& draw) {
  const Wave wave = wave_of(draw);
  const double load = draw.uniform("load_sd", 0.01, 0.05);
  const double tau = draw.log_uniform("tau_h", 1, 48) * kHour;
  const double quantum = draw.log_uniform("quantum", 0.005, 0.1);
  const std::uint64_t seed = draw.seed();
  return on_base(
      draw,
      [=] {
        std::vector<ShapePtr> shapes;
        shapes.push_back(daily(wave));
        shapes.push_back(mean_reverting(load, tau, seed));
        return sum_of(std::move(shapes));
      },
      quantum);
}

Scenario make_gaps(Draw& draw) {
  const double swing = swing_of(draw) / 2;
  Wave wave = wave_of(draw);
  wave.swing /= 2;
  const double tau = draw.log_uniform("tau_h", 0.5, 24) * kHour;
  Scenario scenario = on_base(draw, [=] {
    std::vector<ShapePtr> shapes;
    shapes.push_back(warm_up(swing, tau));
    shapes.push_back(daily(wave));
    return sum_of(std::move(shapes));
  });
  const auto reboots = static_cast<int>(draw.uniform("reboots", 1, 8));
  for (int i = 0; i < reboots; ++i) {
    scenario.reboots.push_back(draw.uniform("at_d", 0.1, 30) * kDay);
  }
  std::sort(scenario.reboots.begin(), scenario.reboots.end());
  const auto gaps = static_cast<int>(draw.uniform("gaps", 1, 8));
  for (int i = 0; i < gaps; ++i) {
    const double begin = draw.uniform("from_d", 0.1, 30) * kDay;
    scenario.gaps.push_back({begin, begin + draw.log_uniform("for_h", 0.5, 36) * kHour});
  }
  return scenario;
}

Scenario make_mean_reverting(Draw& draw) {
  const double sd = draw.uniform("sd", 0.02, 0.08);
  const double tau = draw.log_uniform("tau_h", 1, 72) * kHour;
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] { return mean_reverting(sd, tau, seed); });
}

Scenario make_zipf(Draw& draw) {
  const double swing = swing_of(draw);
  const auto peers = static_cast<unsigned>(draw.log_uniform("peers", 50, 2000));
  const double exponent = draw.uniform("exponent", 0.8, 1.4);
  const double contacts = draw.log_uniform("per_minute", 0.2, 20);
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] { return zipf_peers(swing, peers, exponent, contacts, seed); });
}

Scenario make_jobs(Draw& draw) {
  const double swing = swing_of(draw);
  const double pause = draw.log_uniform("pause_h", 1, 24) * kHour;
  const std::uint64_t seed = draw.seed();
  return on_base(draw, [=] { return jobs(swing, pause, seed); });
}

}  // namespace

const std::vector<Family>& healthy_families() {
  static const std::vector<Family> list = {
      {"steady", false, make_steady},
      {"daily", false, make_daily},
      {"weekly and daily", false, make_weekly},
      {"exponential warm-up", false, make_warm_up},
      {"cache filling to its cap", false, make_cache},
      {"sawtooth arena", false, make_sawtooth},
      {"log-normal lifetimes", false, make_lifetimes},
      {"load steps", false, make_load_steps},
      {"bounded random walk", false, make_walk},
      {"fragmentation, saturating", false, make_fragmentation},
      {"rare big bursts", false, make_bursts},
      {"quantised", false, make_quantised},
      {"gaps and reboots", false, make_gaps},
      {"mean-reverting load", false, make_mean_reverting},
      {"Zipf peers", false, make_zipf},
      {"jobs of 1 to 12 h", false, make_jobs},
  };
  return list;
}

}  // namespace tidemark::bench
