#include "session/sasl.hpp"

#include <array>

#include "mail/ascii.hpp"

namespace mailrig::sasl {
namespace {

constexpr std::array<std::string_view, kMechanisms> kNames{
    "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"};

}  // namespace

std::string_view to_string(Mechanism mechanism) {
  return kNames[static_cast<std::size_t>(mechanism)];
}

std::optional<Mechanism> parse_mechanism(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (iequals(kNames[i], name)) return static_cast<Mechanism>(i);
  return std::nullopt;
}

std::vector<std::string> mechanism_names() { return {kNames.begin(), kNames.end()}; }

}  // namespace mailrig::sasl
