// SPDX-License-Identifier: Apache-2.0
#include "bench/leak_verdict/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace tidemark::bench {
namespace {

// A function of the minute alone.
template <typename Function>
class Formula final : public Shape {
 public:
  explicit Formula(Function function) : function_(std::move(function)) {}
  double next() override { return function_(minute_++); }

 private:
  Function function_;
  double minute_ = 0;
};

template <typename Function>
ShapePtr formula(Function function) {
  return std::make_unique<Formula<Function>>(std::move(function));
}

class Sawtooth final : public Shape {
 public:
  Sawtooth(double swing, double period, std::uint64_t seed)
      : random_(seed), swing_(swing), period_(period) {
    begin();
  }
  double next() override {
    const double value = height_ * age_ / length_;
    if (++age_ >= length_) {
      begin();
    }
    return value;
  }

 private:
  void begin() {
    age_ = 0;
    length_ = std::max(2.0, period_ * random_.uniform(0.8, 1.2));
    height_ = swing_ * random_.uniform(0.8, 1.0);
  }

  Random random_;
  double swing_;
  double period_;
  double age_ = 0;
  double length_ = 0;
  double height_ = 0;
};

class LogNormalLifetimes final : public Shape {
 public:
  LogNormalLifetimes(double level, double per_minute, double median_life, double sigma,
                     std::uint64_t seed)
      : random_(seed),
        per_minute_(per_minute),
        median_life_(median_life),
        sigma_(sigma),
        ends_(kHorizon, 0),
        next_arrival_(random_.exponential(1 / per_minute)) {
    const double mean_life = median_life * std::exp(sigma * sigma / 2);
    block_ = level / (per_minute * mean_life);
  }
  double next() override {
    live_ -= ends_[minute_ % kHorizon];
    ends_[minute_ % kHorizon] = 0;
    for (; next_arrival_ < static_cast<double>(minute_ + 1);
         next_arrival_ += random_.exponential(1 / per_minute_)) {
      const double life = 1 + median_life_ * std::exp(sigma_ * random_.normal());
      ++live_;
      // What outlives the horizon outlives the simulation.
      if (life < static_cast<double>(kHorizon)) {
        ++ends_[(minute_ + static_cast<std::size_t>(life)) % kHorizon];
      }
    }
    ++minute_;
    return block_ * live_;
  }

 private:
  static constexpr std::size_t kHorizon = 1u << 16;
  Random random_;
  double per_minute_;
  double median_life_;
  double sigma_;
  double block_ = 0;
  std::vector<int> ends_;
  double next_arrival_;
  std::size_t minute_ = 0;
  int live_ = 0;
};

class LoadSteps final : public Shape {
 public:
  LoadSteps(double swing, double hold, std::uint64_t seed)
      : random_(seed), swing_(swing), hold_(hold) {}
  double next() override {
    if (--left_ < 0) {
      level_ = swing_ * random_.unit();
      left_ = random_.exponential(hold_);
    }
    return level_;
  }

 private:
  Random random_;
  double swing_;
  double hold_;
  double level_ = 0;
  double left_ = 0;
};

class Staircase final : public Shape {
 public:
  Staircase(double swing, unsigned steps, double hold, std::uint64_t seed)
      : random_(seed), step_(swing / steps), hold_(hold), steps_(steps) {
    left_ = hold_ * random_.uniform(0.5, 1.5);
  }
  double next() override {
    if (--left_ < 0 && steps_ > 0) {
      --steps_;
      level_ += step_ * random_.uniform(0.5, 1.5);
      left_ = hold_ * random_.uniform(0.5, 1.5);
    }
    return level_;
  }

 private:
  Random random_;
  double step_;
  double hold_;
  unsigned steps_;
  double level_ = 0;
  double left_ = 0;
};

class BoundedWalk final : public Shape {
 public:
  BoundedWalk(double swing, double crossing, std::uint64_t seed)
      : random_(seed), swing_(swing), sd_(swing / std::sqrt(crossing)) {
    value_ = swing * random_.unit();
  }
  double next() override {
    value_ = std::abs(value_ + sd_ * random_.normal());
    if (value_ > swing_) {
      value_ = std::max(0.0, 2 * swing_ - value_);
    }
    return value_;
  }

 private:
  Random random_;
  double swing_;
  double sd_;
  double value_ = 0;
};

class Bursts final : public Shape {
 public:
  Bursts(double height, double per_day, double duration, std::uint64_t seed)
      : random_(seed), height_(height), gap_(kDay / per_day), duration_(duration) {
    left_ = random_.exponential(gap_);
  }
  double next() override {
    if (--left_ < 0) {
      value_ = value_ > 0 ? 0 : height_ * random_.uniform(0.3, 1);
      left_ = random_.exponential(value_ > 0 ? duration_ : gap_);
    }
    return value_;
  }

 private:
  Random random_;
  double height_;
  double gap_;
  double duration_;
  double value_ = 0;
  double left_ = 0;
};

class MeanReverting final : public Shape {
 public:
  MeanReverting(double sd, double tau, std::uint64_t seed)
      : random_(seed), keep_(std::exp(-1 / tau)), kick_(sd * std::sqrt(1 - keep_ * keep_)) {
    value_ = sd * random_.normal();
  }
  double next() override {
    value_ = keep_ * value_ + kick_ * random_.normal();
    return value_;
  }

 private:
  Random random_;
  double keep_;
  double kick_;
  double value_ = 0;
};

class ZipfPeers final : public Shape {
 public:
  ZipfPeers(double swing, unsigned peers, double exponent, double contacts_per_minute,
            std::uint64_t seed)
      : random_(seed), entry_(swing / peers), contacts_(contacts_per_minute), met_(peers, false) {
    double sum = 0;
    for (unsigned i = 0; i < peers; ++i) {
      sum += std::pow(i + 1.0, -exponent);
      cumulative_.push_back(sum);
    }
  }
  double next() override {
    for (due_ += contacts_; due_ >= 1; --due_) {
      const double at = random_.uniform(0, cumulative_.back());
      const auto peer = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, at);
      const auto index = static_cast<std::size_t>(peer - cumulative_.begin());
      known_ += met_[index] ? 0 : 1;
      met_[index] = true;
    }
    return entry_ * known_;
  }

 private:
  Random random_;
  double entry_;
  double contacts_;
  double due_ = 0;
  std::vector<bool> met_;
  std::vector<double> cumulative_;
  int known_ = 0;
};

class Jobs final : public Shape {
 public:
  Jobs(double swing, double pause, std::uint64_t seed)
      : random_(seed), swing_(swing), pause_(pause), left_(random_.exponential(pause)) {}
  double next() override {
    if (--left_ < 0) {
      running_ = !running_;
      length_ = running_ ? random_.uniform(1 * kHour, 12 * kHour) : random_.exponential(pause_);
      left_ = length_;
      height_ = running_ ? swing_ * random_.uniform(0.3, 1) : 0;
      collects_ = random_.chance(0.5);
    }
    return collects_ ? height_ * (1 - left_ / length_) : height_;
  }

 private:
  Random random_;
  double swing_;
  double pause_;
  double left_;
  double length_ = 1;
  double height_ = 0;
  bool running_ = false;
  bool collects_ = false;
};

class Sum final : public Shape {
 public:
  Sum(std::vector<ShapePtr> shapes, double quantum)
      : shapes_(std::move(shapes)), quantum_(quantum) {}
  double next() override {
    double sum = 0;
    for (const ShapePtr& shape : shapes_) {
      sum += shape->next();
    }
    return quantum_ > 0 ? std::floor(sum / quantum_) * quantum_ : sum;
  }

 private:
  std::vector<ShapePtr> shapes_;
  double quantum_;
};

}  // namespace

double Wave::at(double minute) const {
  const double day = minute / kDay + phase;
  const double sine = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * day);
  const double share = sharpness == 1 ? sine : std::pow(sine, sharpness);
  return swing * share * (std::fmod(day, 7) >= 5 ? weekend : 1);
}

ShapePtr steady(double level, double sd, std::uint64_t seed) {
  return formula(
      [level, sd, random = Random(seed)](double) mutable { return level + sd * random.normal(); });
}

ShapePtr daily(const Wave& wave) {
  return formula([wave](double minute) { return wave.at(minute); });
}

ShapePtr warm_up(double swing, double tau) {
  return formula([=](double minute) { return swing * -std::expm1(-minute / tau); });
}

ShapePtr saturating(double swing, double tau) {
  return formula([=](double minute) { return swing * minute / (minute + tau); });
}

ShapePtr cache(double swing, double duration, bool slowing) {
  return formula([=](double minute) {
    const double share = std::min(minute / duration, 1.0);
    return swing * (slowing ? std::expm1(-share) / std::expm1(-1.0) : share);
  });
}

ShapePtr sawtooth(double swing, double period, std::uint64_t seed) {
  return std::make_unique<Sawtooth>(swing, period, seed);
}

ShapePtr log_normal_lifetimes(double level, double per_minute, double median_life, double sigma,
                              std::uint64_t seed) {
  return std::make_unique<LogNormalLifetimes>(level, per_minute, median_life, sigma, seed);
}

ShapePtr load_steps(double swing, double hold, std::uint64_t seed) {
  return std::make_unique<LoadSteps>(swing, hold, seed);
}

ShapePtr staircase(double swing, unsigned steps, double hold, std::uint64_t seed) {
  return std::make_unique<Staircase>(swing, steps, hold, seed);
}

ShapePtr bounded_walk(double swing, double crossing, std::uint64_t seed) {
  return std::make_unique<BoundedWalk>(swing, crossing, seed);
}

ShapePtr bursts(double height, double per_day, double duration, std::uint64_t seed) {
  return std::make_unique<Bursts>(height, per_day, duration, seed);
}

ShapePtr mean_reverting(double sd, double tau, std::uint64_t seed) {
  return std::make_unique<MeanReverting>(sd, tau, seed);
}

ShapePtr zipf_peers(double swing, unsigned peers, double exponent, double contacts_per_minute,
                    std::uint64_t seed) {
  return std::make_unique<ZipfPeers>(swing, peers, exponent, contacts_per_minute, seed);
}

ShapePtr jobs(double swing, double pause, std::uint64_t seed) {
  return std::make_unique<Jobs>(swing, pause, seed);
}

ShapePtr sum_of(std::vector<ShapePtr> shapes, double quantum) {
  return std::make_unique<Sum>(std::move(shapes), quantum);
}

}  // namespace tidemark::bench
