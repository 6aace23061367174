// SASL mechanisms (RFC 4422) as a server speaks them: responses in, challenges and an outcome out.
// No base64: that is the protocol's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/sasl_users.hpp"

namespace mailrig::sasl {

// In the order in which they are offered.
enum class Mechanism : std::uint8_t {
  plain,          // RFC 4616
  login,          // draft-murchison-sasl-login
  cram_md5,       // RFC 2195
  scram_sha_1,    // RFC 5802
  scram_sha_256,  // RFC 7677
  xoauth2,        // Google's, before RFC 7628
  oauthbearer,    // RFC 7628
};
inline constexpr std::size_t kMechanisms = 7;

std::string_view to_string(Mechanism mechanism);                  // "SCRAM-SHA-256"
std::optional<Mechanism> parse_mechanism(std::string_view name);  // in any case
std::vector<std::string> mechanism_names();
// It sends the password or the token itself.
bool sends_secret(Mechanism mechanism);
// It proves to the client as well that the server knows the password.
bool is_mutual(Mechanism mechanism);

// What comes next.
struct Step {
  enum class Kind : std::uint8_t {
    challenge,  // `challenge` goes to the client, respond() takes the answer
    succeeded,
    failed,               // the credentials are not those of the user
    malformed,            // what came is not what the mechanism knows
    no_initial_response,  // RFC 4954 §4: the mechanism does not begin with the client
  };
  Kind kind = Kind::failed;
  std::string challenge = {};
  std::string user = {};  // whom the client says it is, once that is known
  std::string why = {};   // failed and malformed: in words
};

// One authentication. After any step but a challenge it is over.
class Exchange {
 public:
  virtual ~Exchange() = default;
  // `initial` is the client's initial response, if it sent one.
  virtual Step start(std::optional<std::string_view> initial) = 0;
  virtual Step respond(std::string_view response) = 0;
};

struct Terms {
  const Users* users = nullptr;  // null: any credentials that are well-formed
  std::string hostname;
  std::string nonce;  // new for each exchange: letters and digits
};

// `terms.users` outlives it. Without users a mutual mechanism succeeds with any proof, but can sign
// only for a password that is the user's name, "password" or "secret": nobody tells it another.
std::unique_ptr<Exchange> begin(Mechanism mechanism, Terms terms);

// A nonce; foretold by `seed` and `number` unless `seed` is empty.
std::string make_nonce(std::string_view seed, std::uint64_t number);

}  // namespace mailrig::sasl
