// Whatever sizes BDAT names and whatever stands behind it, the session ends orderly. The first
// octet says how the octets are cut.
#include <string>

#include "scripted_client.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig;
  if (size < 1) return 0;
  smtp::Options options;
  options.limits.message = 1'000;
  options.protocol = data[0] & 0x80 ? smtp::Protocol::lmtp : smtp::Protocol::smtp;
  std::string octets(options.protocol == smtp::Protocol::lmtp ? "LHLO c\r\n" : "EHLO c\r\n");
  octets +=
      "MAIL FROM:<a@x.test> BODY=BINARYMIME\r\nRCPT TO:<b@y.test>\r\nRCPT TO:<c@y.test>\r\nBDAT ";
  octets.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  fuzz::converse(options, octets, data[0] & 0x7fu);
  return 0;
}
