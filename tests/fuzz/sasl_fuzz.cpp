// Any responses end an exchange of each mechanism within a few steps, with users and without. The
// first octet chooses the mechanism; a newline parts the responses.
#include <cstdlib>

#include "session/sasl.hpp"
#include "session/sasl_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig::sasl;
  if (size < 1) return 0;
  static const Users users = *parse_users("user:pencil\n");
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto mechanism = static_cast<Mechanism>(data[0] % kMechanisms);
  const auto exchange =
      begin(mechanism, {data[0] & 0x80 ? &users : nullptr, "h.test", make_nonce("fuzz", 1)});
  bool initial = (data[0] & 0x40) != 0;
  Step step{Step::Kind::challenge};
  if (!initial) step = exchange->start(std::nullopt);
  for (int steps = 0; step.kind == Step::Kind::challenge; ++steps) {
    if (steps > 4) std::abort();
    if (rest.empty() && steps > 0) break;
    const std::string_view response = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), response.size() + 1));
    step = initial ? exchange->start(response) : exchange->respond(response);
    initial = false;
  }
  decode_base64(rest);
  parse_users(rest);
  return 0;
}
