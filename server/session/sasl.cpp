#include "session/sasl.hpp"

#include <array>

#include "mail/ascii.hpp"
#include "session/sasl_exchange.hpp"
#include "session/sasl_text.hpp"

namespace mailrig::sasl {
namespace {

constexpr std::array<std::string_view, kMechanisms> kNames{
    "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"};
constexpr std::size_t kNonce = 12;  // octets before they are written in hexadecimal

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

bool sends_secret(Mechanism mechanism) {
  return mechanism != Mechanism::cram_md5 && !is_mutual(mechanism);
}

bool is_mutual(Mechanism mechanism) {
  return mechanism == Mechanism::scram_sha_1 || mechanism == Mechanism::scram_sha_256;
}

bool admits(const Terms& terms, std::string_view user, std::string_view password) {
  if (!terms.users) return true;
  const std::string* right = terms.users->password_of(user);
  return right && same(*right, password);
}

std::unique_ptr<Exchange> begin(Mechanism mechanism, Terms terms) {
  switch (mechanism) {
    case Mechanism::plain:
      return make_plain(std::move(terms));
    case Mechanism::login:
      return make_login(std::move(terms));
    case Mechanism::cram_md5:
      return make_cram_md5(std::move(terms));
    case Mechanism::scram_sha_1:
      return make_scram(Hash::sha_1, std::move(terms));
    case Mechanism::scram_sha_256:
      return make_scram(Hash::sha_256, std::move(terms));
    case Mechanism::xoauth2:
      return make_xoauth2(std::move(terms));
    case Mechanism::oauthbearer:
      return make_oauthbearer(std::move(terms));
  }
  return nullptr;
}

std::string make_nonce(std::string_view seed, std::uint64_t number) {
  if (seed.empty()) return encode_hex(random_octets(kNonce));
  const std::string octets = hash(Hash::sha_256, std::string(seed) + std::to_string(number));
  return encode_hex(octets.substr(0, kNonce));
}

}  // namespace mailrig::sasl
