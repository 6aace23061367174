// POST /v1/test-mail: a mail that the server sends to itself, through the real port of a listener,
// so that a newcomer sees one arrive before any app is set up.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "api/answer.hpp"

namespace mailrig::api {

struct Context;

struct TestMail {
  std::string address;
  std::uint16_t port = 0;
  bool lmtp = false;
  std::string helo, from, to;
  std::string content;  // ends in CRLF, dots doubled
};

// Delivers it without keeping the caller waiting; false if another delivery is under way.
using SendTestMail = std::function<bool(TestMail)>;

Answer send_test_mail(const Context& context);

}  // namespace mailrig::api
