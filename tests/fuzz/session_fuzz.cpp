// Whatever a client says, under each profile and kind of listener, its session ends orderly. The
// first octet chooses them, the second how the octets are cut.
#include "scripted_client.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig;
  if (size < 2) return 0;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 2, size - 2);
  smtp::Options options;
  options.profile = smtp::profiles()[data[0] % smtp::profiles().size()];
  options.protocol = data[0] & 0x20 ? smtp::Protocol::lmtp : smtp::Protocol::smtp;
  options.tls = data[0] & 0x40 ? smtp::TlsMode::starttls : smtp::TlsMode::none;
  options.proxy = (data[0] & 0x90) == 0x90;
  options.limits.message = 4'096;
  options.nonce_seed = "fuzz";
  fuzz::converse(options, octets, data[1]);
  return 0;
}
