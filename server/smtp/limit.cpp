#include "smtp/limit.hpp"

#include <algorithm>
#include <array>

namespace mailrig::smtp {
namespace {

constexpr std::uint64_t kMany = 1'000'000;

struct Known {
  std::string_view name;
  std::uint64_t least = 0, most = 0;
  void (*set)(Options&, std::uint64_t);
};

// The least command line is one that QUIT, STARTTLS and a short MAIL fit in.
constexpr std::array<Known, 10> kKnown{{
    {"message", 1, std::uint64_t{1} << 40,
     [](Options& o, std::uint64_t n) { o.limits.message = n; }},
    {"mails", 0, kMany, [](Options& o, std::uint64_t n) { o.limits.mails = n; }},
    {"recipients", 1, kMany, [](Options& o, std::uint64_t n) { o.limits.recipients = n; }},
    {"recipient-domains", 0, kMany,
     [](Options& o, std::uint64_t n) { o.limits.recipient_domains = n; }},
    {"command-line", 32, kMany,
     [](Options& o, std::uint64_t n) {
       o.limits.command_line = n;
       o.profile.max_command = 0;
     }},
    {"auth-line", 32, kMany, [](Options& o, std::uint64_t n) { o.limits.auth_line = n; }},
    {"text-line", 0, kMany, [](Options& o, std::uint64_t n) { o.profile.max_line = n; }},
    {"local-part", 1, kMany, [](Options& o, std::uint64_t n) { o.limits.path.local_part = n; }},
    {"domain", 1, kMany, [](Options& o, std::uint64_t n) { o.limits.path.domain = n; }},
    {"path", 3, kMany, [](Options& o, std::uint64_t n) { o.limits.path.whole = n; }},
}};

}  // namespace

std::vector<std::string> limit_names() {
  std::vector<std::string> names;
  for (const Known& known : kKnown) names.emplace_back(known.name);
  return names;
}

std::optional<Error> set_limit(Options& options, std::string_view name, std::uint64_t value) {
  const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                  [&](const Known& one) { return one.name == name; });
  if (known == kKnown.end()) return Error{"there is no limit " + std::string(name)};
  if (value < known->least || value > known->most)
    return Error{std::to_string(known->least) + " to " + std::to_string(known->most) +
                 " is allowed"};
  known->set(options, value);
  return std::nullopt;
}

}  // namespace mailrig::smtp
