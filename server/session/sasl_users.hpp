// Who may log in with what: the user file of a listener.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "mail/result.hpp"

namespace mailrig::sasl {

class Users {
 public:
  void add(std::string user, std::string password) {
    passwords_.insert_or_assign(std::move(user), std::move(password));
  }
  // Null if there is no such user.
  const std::string* password_of(std::string_view user) const;
  bool empty() const { return passwords_.empty(); }
  std::size_t size() const { return passwords_.size(); }

 private:
  std::map<std::string, std::string, std::less<>> passwords_;
};

// A line each: `user:password`, the password being all behind the first colon; for XOAUTH2 and
// OAUTHBEARER it is the token. Empty lines and those that begin with `#` count for nothing. The
// error names the line and what is wrong with it.
Result<Users> parse_users(std::string_view text);

}  // namespace mailrig::sasl
