#include "rig/smtp_options.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "json/profile_json.hpp"
#include "mail/ascii.hpp"
#include "rig/text_file.hpp"
#include "rig/word.hpp"
#include "smtp/limit.hpp"

namespace mailrig {
namespace {

using Words = std::vector<std::string>;

[[noreturn]] void refuse(const std::string& what) { throw OptionError(what); }

// A shipped profile by its name, or one of the user's own: a file of JSON, or the JSON itself.
smtp::Profile profile_of(const std::string& where, const std::string& text) {
  if (const smtp::Profile* found = smtp::find_profile(text)) return *found;
  const bool file = text.ends_with(".json");
  if (!file && !text.starts_with('{')) {
    Words known;
    for (const smtp::Profile& one : smtp::profiles()) known.push_back(one.name);
    known.emplace_back("FILE.json");
    known.emplace_back("JSON itself");
    refuse_word(where, "profile", text, known);
  }
  std::string content = text;
  if (file) {
    auto read = read_text_file(text);
    if (!read) refuse(where + ": profile " + text + " cannot be read: " + read.error().what);
    content = std::move(*read);
  }
  auto profile = json::read_profile(content);
  if (profile) return std::move(*profile);
  std::string why = where + ": profile" + (file ? " " + text : "") + " cannot be used";
  for (const Fault& fault : profile.error())
    why += "\n  " + (fault.pointer.empty() ? "" : fault.pointer + ": ") + fault.reason +
           (fault.hint.empty() ? "" : " (" + fault.hint + ")");
  refuse(why);
}

smtp::AuthPolicy auth_of(const std::string& where, std::string text,
                         const std::shared_ptr<const sasl::Users>& users) {
  using Accept = smtp::AuthPolicy::Accept;
  smtp::AuthPolicy policy;
  policy.users = users;
  policy.accept = users ? Accept::users : Accept::any;
  const std::string suffix = "+required";
  if (text == "required" || text.ends_with(suffix)) {
    policy.required = true;
    text.resize(text == "required" ? 0 : text.size() - suffix.size());
  }
  if (text.empty()) return policy;
  need_word(where, "AUTH policy", text, {"off", "any", "users", "required"});
  if (text == "users" && !users)
    refuse(where + ": AUTH policy users needs a file of user:password lines; name it with --users");
  if (text == "off" && policy.required) refuse(where + ": AUTH cannot be off and required");
  policy.accept = text == "off" ? Accept::off : text == "any" ? Accept::any : Accept::users;
  return policy;
}

std::vector<Network> trusted_of(const Words& texts) {
  if (texts.empty()) return loopback_networks();
  std::vector<Network> all;
  for (const std::string& text : texts) {
    const auto network = parse_network(text);
    if (!network) refuse("--trust " + text + ": " + network.error().what);
    all.push_back(*network);
  }
  return all;
}

smtp::Extensions extensions_of(const std::string& where, const Words& without) {
  smtp::Extensions extensions;
  for (const std::string& keyword : without) {
    const auto extension = smtp::parse_extension(keyword);
    if (iequals(keyword, "AUTH") || iequals(keyword, "STARTTLS"))
      refuse(where + ": " + keyword + " is not offered where " +
             (iequals(keyword, "AUTH") ? "--auth, or auth= of a listener, is off"
                                       : "tls= of a listener is none"));
    if (!extension) refuse_word(where, "extension", keyword, smtp::extension_keywords());
    extensions.set(*extension, false);
  }
  return extensions;
}

std::vector<sasl::Mechanism> mechanisms_of(const std::string& where, const Words& names) {
  std::vector<sasl::Mechanism> mechanisms;
  for (const std::string& name : names) {
    const auto mechanism = sasl::parse_mechanism(name);
    if (!mechanism) refuse_word(where, "SASL mechanism", name, sasl::mechanism_names());
    mechanisms.push_back(*mechanism);
  }
  return mechanisms;
}

// "mails=5": a limit's name and what it is set to.
void apply_limits(smtp::Options& smtp, const std::string& where, const Words& words) {
  for (const std::string& word : words) {
    const std::size_t equals = std::min(word.find('='), word.size());
    const std::string name = word.substr(0, equals), text = word.substr(equals);
    need_word(where, "limit", name, smtp::limit_names());
    std::uint64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto read = text.empty() ? std::from_chars_result{end, std::errc::invalid_argument}
                                   : std::from_chars(text.data() + 1, end, value);
    if (read.ec != std::errc() || read.ptr != end)
      refuse(where + ": limit \"" + word + "\": write " + name + "=NUMBER");
    if (const auto wrong = smtp::set_limit(smtp, name, value))
      refuse(where + ": limit \"" + word + "\": " + wrong->what);
  }
}

// What a listener says of something itself, or what all are told; and which of them it was.
template <typename T>
struct Told {
  const T& value;
  std::string where;
};

}  // namespace

std::shared_ptr<const sasl::Users> read_users(const std::string& path) {
  if (path.empty()) return nullptr;
  const Result<std::string> text = read_text_file(path);
  if (!text)
    throw StartError("cannot read the users file " + path + ": " + text.error().what +
                     "; correct --users");
  auto users = sasl::parse_users(*text);
  if (!users) throw StartError("users file " + path + ": " + users.error().what);
  return std::make_shared<const sasl::Users>(std::move(*users));
}

smtp::Options smtp_options(const ListenerOptions& own, const RigOptions& options,
                           const std::shared_ptr<const sasl::Users>& users) {
  const std::string where = "listener " + own.name;
  const auto told = [&]<typename T>(const T& mine, const T& common, const char* flag) {
    return mine.empty() ? Told<T>{common, flag} : Told<T>{mine, where};
  };
  need_word(where, "TLS mode", own.tls, {"none", "starttls", "required", "implicit"});
  const auto proxy = told(own.proxy, options.proxy, "--proxy");
  const auto profile = told(own.profile, options.profile, "--profile");
  const auto auth = told(own.auth, options.auth, "--auth");
  const auto without = told(own.without, options.without, "--without");
  const auto mechanisms = told(own.mechanisms, options.mechanisms, "--mechanism");
  need_word(proxy.where, "PROXY mode", proxy.value, {"on", "off"});
  smtp::Options smtp;
  smtp.hostname = options.hostname;
  smtp.protocol = own.protocol == "lmtp" ? smtp::Protocol::lmtp : smtp::Protocol::smtp;
  smtp.tls = own.tls == "none"       ? smtp::TlsMode::none
             : own.tls == "implicit" ? smtp::TlsMode::implicit
                                     : smtp::TlsMode::starttls;
  smtp.tls_required = own.tls == "required";
  smtp.profile = profile_of(profile.where, profile.value);
  smtp.auth = auth_of(auth.where, auth.value, users);
  smtp.auth.mechanisms = mechanisms_of(mechanisms.where, mechanisms.value);
  smtp.extensions = extensions_of(without.where, without.value);
  smtp.trusted = trusted_of(options.trusted);
  smtp.proxy = proxy.value == "on";
  smtp.limits.idle = options.idle;
  smtp.limits.message = options.max_message;
  smtp.limits.recipients = options.max_recipients;
  apply_limits(smtp, "--limit", options.limits);
  apply_limits(smtp, where, own.limits);
  smtp.limits.message = std::min(smtp.limits.message, options.max_kept / 2);
  return smtp;
}

}  // namespace mailrig
