#include "json/profile_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "json/document.hpp"
#include "match/duration.hpp"
#include "match/suggestion.hpp"

namespace mailrig::json {
namespace {

using smtp::Profile;
using smtp::Stray;

// The words of a switch, and the values behind them.
template <class T, std::size_t N>
using Words = std::array<std::pair<std::string_view, T>, N>;

constexpr Words<LineEnd, 3> kCommandEol{
    {{"crlf", LineEnd::crlf}, {"lf_ok", LineEnd::lf_ok}, {"cr_ok", LineEnd::cr_ok}}};
constexpr Words<smtp::EndWhen, 2> kEndWhen{
    {{"always", smtp::EndWhen::always}, {"first_line_lf", smtp::EndWhen::first_line_lf}}};
constexpr Words<Stray::What, 4> kStray{{{"keep", Stray::What::keep},
                                        {"to_crlf", Stray::What::to_crlf},
                                        {"to_space", Stray::What::to_space},
                                        {"abort", Stray::What::abort}}};
constexpr Words<bool, 2> kUnstuff{{{"crlf", false}, {"lf", true}}};
constexpr Words<smtp::EarlyTalk, 3> kEarlyTalk{{{"ignore", smtp::EarlyTalk::ignore},
                                                {"554_close", smtp::EarlyTalk::close_554},
                                                {"drop", smtp::EarlyTalk::drop}}};
constexpr Words<smtp::UnauthPipelining, 4> kPipelining{
    {{"allow", smtp::UnauthPipelining::allow},
     {"554_close", smtp::UnauthPipelining::close_554},
     {"500_close", smtp::UnauthPipelining::close_500},
     {"503", smtp::UnauthPipelining::refuse_503}}};
constexpr Words<int, 4> kHelloFqdn{{{"off", 0}, {"501", 501}, {"504", 504}, {"550", 550}}};
constexpr Words<bool, 2> kEnvelope{{{"strict", false}, {"lax", true}}};
constexpr Words<bool, 2> kColonSpace{{{"ok", true}, {"501", false}}};
constexpr Words<bool, 2> kUnknownParam{{{"555", false}, {"ignore", true}}};
constexpr Words<bool, 2> kUndeclared{{{"accept", true}, {"554", false}}};
constexpr Words<bool, 2> kHttp{{{"500", false}, {"221_close", true}}};
constexpr Words<smtp::AuthWithoutTls, 4> kAuth{{{"allow", smtp::AuthWithoutTls::allow},
                                                {"530", smtp::AuthWithoutTls::refuse_530},
                                                {"538", smtp::AuthWithoutTls::refuse_538},
                                                {"hide", smtp::AuthWithoutTls::hide}}};
constexpr Words<bool, 2> kStarttls{{{"discard", false}, {"vulnerable", true}}};

// Writes a profile's switches, or reads them: one list of them serves both ways.
class Writer {
 public:
  template <class T, std::size_t N>
  void word(std::string_view name, const Words<T, N>& words, const T& value) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const auto& each) { return each.second == value; });
    out[std::string(name)] = found->first;
  }
  template <class Number>
  void number(std::string_view name, const Number& value) {
    out[std::string(name)] = value;
  }
  void flag(std::string_view name, const bool& value) { out[std::string(name)] = value; }
  void stray(std::string_view name, const Stray& value) {
    if (value.what == Stray::What::reject)
      out[std::string(name)] = {{"reject", value.code}};
    else
      word(name, kStray, value.what);
  }
  void ends(std::string_view name, const smtp::LookAlikes& value) {
    Tree& list = out[std::string(name)] = Tree::array();
    for (std::size_t i = 0; i < smtp::kLookAlikes; ++i)
      if (const auto kind = static_cast<smtp::LookAlike>(i); value.has(kind))
        list.push_back(smtp::to_string(kind));
  }
  // Null: the listener's own.
  void time(std::string_view name, const Milliseconds& value) {
    out[std::string(name)] =
        value.count() > 0 ? Tree(std::to_string(value.count()) + "ms") : Tree();
  }

  Tree out = Tree::object();
};

class Reader {
 public:
  explicit Reader(const Node& node) : node_(node) {}

  template <class T, std::size_t N>
  void word(std::string_view name, const Words<T, N>& words, T& value) {
    const auto field = next(name);
    if (!field) return;
    const auto text = field->text();
    if (!text) return;
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const auto& each) { return each.first == *text; });
    if (found != words.end()) {
      value = found->second;
      return;
    }
    std::vector<std::string_view> known;
    for (const auto& each : words) known.push_back(each.first);
    field->fault("\"" + *text + "\" is no value of " + std::string(name), suggest(*text, known));
  }
  template <class Number>
  void number(std::string_view name, Number& value) {
    const auto field = next(name);
    const auto read = field ? field->integer() : std::nullopt;
    if (!read) return;
    if (*read < 0 || *read > 1'000'000)
      field->fault("0 to 1000000 is expected");
    else
      value = static_cast<Number>(*read);
  }
  void flag(std::string_view name, bool& value) {
    const auto field = next(name);
    if (const auto read = field ? field->boolean() : std::nullopt) value = *read;
  }
  void stray(std::string_view name, Stray& value) {
    const auto field = next(name);
    if (!field) return;
    if (!field->is_object()) {
      names_.pop_back();
      word(name, kStray, value.what);
      return;
    }
    field->fields({"reject"});
    const auto code = field->field("reject");
    const auto read = code ? code->integer() : std::nullopt;
    if (!code) field->fault("{\"reject\": code} is expected");
    if (!read) return;
    if (*read < 400 || *read > 599)
      code->fault("a code from 400 to 599 is expected");
    else
      value = {Stray::What::reject, static_cast<int>(*read)};
  }
  void ends(std::string_view name, smtp::LookAlikes& value) {
    const auto field = next(name);
    const auto elements = field ? field->elements() : std::nullopt;
    if (!elements) return;
    value = {};
    for (const Node& element : *elements) {
      const auto text = element.text();
      if (!text) continue;
      if (const auto kind = smtp::parse_look_alike(*text)) {
        value.add(*kind);
        continue;
      }
      std::vector<std::string_view> known;
      for (std::size_t i = 0; i < smtp::kLookAlikes; ++i)
        known.push_back(smtp::to_string(static_cast<smtp::LookAlike>(i)));
      element.fault("\"" + *text + "\" is no end of data", suggest(*text, known));
    }
  }
  void time(std::string_view name, Milliseconds& value) {
    const auto field = next(name);
    if (!field) return;
    if (field->is_null()) {
      value = Milliseconds(0);
      return;
    }
    const auto text = field->text();
    const auto read = text ? parse_duration(*text) : Result<Milliseconds>(Error{""});
    if (text && !read) field->fault(read.error().what);
    if (read) value = *read;
  }

  const std::vector<std::string_view>& names() const { return names_; }

 private:
  std::optional<Node> next(std::string_view name) {
    names_.push_back(name);
    return node_.field(name);
  }

  const Node& node_;
  std::vector<std::string_view> names_;
};

template <class Visitor, class Any>
void visit_timeouts(Visitor& visitor, Any& profile) {
  visitor.time("command", profile.command_timeout);
  visitor.time("data", profile.data_timeout);
}

template <class Visitor, class Any>
void visit(Visitor& visitor, Any& p) {
  visitor.word("command_eol", kCommandEol, p.command_eol);
  visitor.ends("end_of_data", p.end_of_data);
  visitor.word("end_of_data_when", kEndWhen, p.end_of_data_when);
  visitor.stray("bare_lf", p.bare_lf);
  visitor.stray("bare_cr", p.bare_cr);
  visitor.stray("nul", p.nul);
  visitor.word("unstuff_after", kUnstuff, p.unstuff_after_lf);
  visitor.word("early_talk", kEarlyTalk, p.early_talk);
  visitor.word("unauth_pipelining", kPipelining, p.unauth_pipelining);
  visitor.number("max_command", p.max_command);
  visitor.number("max_line", p.max_line);
  visitor.flag("hello_required", p.hello_required);
  visitor.word("hello_fqdn", kHelloFqdn, p.hello_fqdn);
  visitor.word("envelope_syntax", kEnvelope, p.lax_envelope);
  visitor.word("colon_space", kColonSpace, p.colon_space);
  visitor.word("unknown_param", kUnknownParam, p.unknown_param);
  visitor.word("undeclared_8bit", kUndeclared, p.undeclared_8bit);
  visitor.word("http_verbs", kHttp, p.http_closes);
  visitor.word("auth_without_tls", kAuth, p.auth_without_tls);
  visitor.word("starttls_buffer", kStarttls, p.starttls_vulnerable);
  visitor.number("errors_before_421", p.errors_before_421);
}

Tree profile_tree(const Profile& profile) {
  Writer writer;
  writer.out = {{"name", profile.name}, {"about", profile.about}};
  visit(writer, profile);
  Writer timeouts;
  visit_timeouts(timeouts, profile);
  writer.out["timeouts"] = std::move(timeouts.out);
  return std::move(writer.out);
}

// The profile that it begins with.
Profile base_of(const Node& node) {
  const auto field = node.field("base");
  const auto name = field ? field->text() : std::nullopt;
  if (!name) return Profile();
  if (const Profile* found = smtp::find_profile(*name)) return *found;
  std::vector<std::string_view> known;
  for (const Profile& one : smtp::profiles()) known.push_back(one.name);
  field->fault("there is no profile \"" + *name + "\"", suggest(*name, known));
  return Profile();
}

}  // namespace

std::string write_profile(const Profile& profile) { return write_document(profile_tree(profile)); }

std::string write_profiles(const std::vector<Profile>& profiles) {
  Tree items = Tree::array();
  for (const Profile& profile : profiles) items.push_back(profile_tree(profile));
  return write_document({{"items", std::move(items)}, {"total", profiles.size()}});
}

Result<Profile, Faults> read_profile(std::string_view text) {
  const auto document = read_document(text);
  if (!document) return document.error();
  Faults faults;
  const Node node(*document, faults);
  Profile profile = base_of(node);
  profile.name = "own";
  profile.about.clear();
  Reader reader(node);
  visit(reader, profile);
  std::vector<std::string_view> known = reader.names();
  known.insert(known.end(), {"base", "name", "about", "timeouts"});
  if (!node.fields(known)) return faults;
  if (const auto name = node.field("name"))
    if (const auto given = name->text()) profile.name = *given;
  if (const auto about = node.field("about"))
    if (const auto given = about->text()) profile.about = *given;
  if (const auto timeouts = node.field("timeouts")) {
    Reader times(*timeouts);
    visit_timeouts(times, profile);
    timeouts->fields(times.names());
  }
  if (!faults.empty()) return faults;
  return profile;
}

}  // namespace mailrig::json
