// Any command line is parsed, and any argument of MAIL and RCPT gets a reply.
#include <cstdlib>

#include "smtp/attributes.hpp"
#include "smtp/command.hpp"
#include "smtp/envelope.hpp"
#include "store/store.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig;
  using namespace mailrig::smtp;
  static const Store store({}, [] { return WallTime{}; });
  static Options options;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const Command command = parse_command(line);
  if (const auto secret = secret_of(command, line); secret && *secret >= line.size()) std::abort();
  options.profile.lax_envelope = size % 2 == 0;
  Sender sender;
  MailParameters parameters;
  Finding mail, rcpt;
  Recipient recipient;
  check_mail(command.arg, {options, store, size % 3 == 0}, sender, parameters, mail);
  check_rcpt(command.arg, {options, store, false}, size % 5 == 0, recipient, rcpt);
  if (!mail.planned || !rcpt.planned || mail.planned->code() < 200 || rcpt.planned->code() < 200)
    std::abort();
  if (const auto attributes = parse_xclient(command.arg)) apply_xclient({}, *attributes);
  parse_xforward(command.arg);
  return 0;
}
