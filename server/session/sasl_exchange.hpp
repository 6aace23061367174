// What the mechanisms have in common, and the one function that makes each.
#pragma once

#include <memory>
#include <utility>

#include "session/sasl.hpp"
#include "session/sasl_hash.hpp"

namespace mailrig::sasl {

// Most mechanisms begin with the client (RFC 4422 §5, item 2a): an empty challenge asks for what it
// did not send along.
class ClientFirst : public Exchange {
 public:
  Step start(std::optional<std::string_view> initial) override {
    return initial ? respond(*initial) : Step{Step::Kind::challenge};
  }
};

inline Step succeeded(std::string user) { return {Step::Kind::succeeded, {}, std::move(user), {}}; }
inline Step failed(std::string user) {
  return {Step::Kind::failed, {}, std::move(user), "credentials invalid"};
}
inline Step malformed(std::string why) { return {Step::Kind::malformed, {}, {}, std::move(why)}; }
inline Step challenge(std::string octets) {
  return {Step::Kind::challenge, std::move(octets), {}, {}};
}

// `password` is the user's, or there is nobody to ask.
bool admits(const Terms& terms, std::string_view user, std::string_view password);

std::unique_ptr<Exchange> make_plain(Terms terms);
std::unique_ptr<Exchange> make_login(Terms terms);
std::unique_ptr<Exchange> make_cram_md5(Terms terms);
std::unique_ptr<Exchange> make_scram(Hash hash, Terms terms);
std::unique_ptr<Exchange> make_xoauth2(Terms terms);
std::unique_ptr<Exchange> make_oauthbearer(Terms terms);

}  // namespace mailrig::sasl
