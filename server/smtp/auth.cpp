// AUTH (RFC 4954): the command, the lines behind it that a mechanism takes, and the login.
#include "mail/encoding.hpp"
#include "session/sasl_text.hpp"
#include "smtp/capabilities.hpp"
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {
namespace {

std::string_view mechanism_of(std::string_view arg) { return arg.substr(0, arg.find(' ')); }

// Behind the mechanism and blanks; nothing if there is none.
std::optional<std::string_view> initial_of(std::string_view arg) {
  const std::size_t end = arg.find(' ');
  if (end == std::string_view::npos) return std::nullopt;
  return arg.substr(arg.find_first_not_of(' ', end));
}

}  // namespace

const Reply* Dialog::plan_auth(const Command& command, std::optional<std::string>& initial) const {
  const Profile& profile = options_.profile;
  if (const Reply* barred = bar(Verb::auth)) return barred;
  const bool hidden = profile.auth_without_tls == AuthWithoutTls::hide && !secure_;
  if (options_.auth.accept == AuthPolicy::Accept::off || hidden) return &replies::auth_not_offered;
  if (!hello_ && profile.hello_required) return &replies::hello_first;
  // RFC 4954 §4: neither in a mail transaction nor a second time.
  if (delivery_.begun()) return &replies::in_transaction;
  if (authenticated_) return &replies::auth_again;
  if (command.arg.empty()) return &replies::auth_syntax;
  if (!secure_ && profile.auth_without_tls == AuthWithoutTls::refuse_530)
    return &replies::auth_needs_tls;
  const auto mechanism = sasl::parse_mechanism(mechanism_of(command.arg));
  if (!mechanism || !knows_mechanism(options_, *mechanism)) return &replies::unknown_mechanism;
  if (!secure_ && profile.auth_without_tls == AuthWithoutTls::refuse_538 &&
      sasl::sends_secret(*mechanism))
    return &replies::mechanism_needs_tls;
  const auto encoded = initial_of(command.arg);
  if (!encoded) return nullptr;
  if (encoded->find(' ') != std::string_view::npos) return &replies::auth_syntax;
  // RFC 4954 §4: a single equals sign is a response that is there and empty.
  initial = *encoded == "=" ? std::string() : sasl::decode_base64(*encoded);
  return initial ? nullptr : &replies::auth_not_base64;
}

void Dialog::on_auth(const Command& command, Moment& moment, const Line& line, Time now) {
  std::optional<std::string> initial;
  moment.planned = plan_auth(command, initial);
  const bool refused = moment.planned != nullptr;
  record_line(line, EventKind::auth, moment.stage, secret_of(command, line.text), now);
  const auto mechanism = sasl::parse_mechanism(mechanism_of(command.arg));
  // Rules see the line; what is said comes from the mechanism, if nothing refuses it.
  const Said said = voice_.answer(moment, now);
  if (said.content) return begin_content(now);
  if (said.positive()) {  // a rule took whatever it is
    authenticated_ = true;
    return;
  }
  if (refused || !mechanism || said.refused() || voice_.outbox().closing()) return;
  if (said.by_rule && said.severity() != 3) return;  // silence, or nothing that can be read
  mechanism_ = *mechanism;
  const sasl::Users* users =
      options_.auth.accept == AuthPolicy::Accept::users ? options_.auth.users.get() : nullptr;
  // Each exchange of each session has a nonce of its own.
  const std::uint64_t number = voice_.facts()->session << 16 | ++nonces_;
  exchange_ = sasl::begin(
      *mechanism, {users, options_.hostname, sasl::make_nonce(options_.nonce_seed, number)});
  if (!said.by_rule) return go_on_with(exchange_->start(initial), now);
  // The rule asked in the mechanism's place: its challenge is not said, the line goes to it.
  exchange_->start(std::nullopt);
}

void Dialog::on_auth_line(const Line& line, Time now) {
  const bool cancelled = line.text == "*";
  record_line(line, EventKind::auth, {}, cancelled ? std::nullopt : std::optional<std::size_t>(0),
              now);
  if (line.too_long || line.octets > options_.limits.auth_line)
    return answer_login(replies::auth_line_too_long, {}, false, now);
  if (cancelled) return answer_login(replies::auth_cancelled, {}, false, now);
  const std::optional<std::string> response = sasl::decode_base64(line.text);
  if (!response) return answer_login(replies::auth_not_base64, {}, false, now);
  go_on_with(exchange_->respond(*response), now);
}

void Dialog::go_on_with(sasl::Step step, Time now) {
  switch (step.kind) {
    case sasl::Step::Kind::challenge:
      // RFC 4954 §4: a challenge without data still has the blank behind 334.
      challenge_.octets = "334 " + encode_base64(step.challenge) + "\r\n";
      return voice_.say(challenge_, Stage::auth, now);
    case sasl::Step::Kind::succeeded:
      return answer_login(replies::auth_ok, step.user, true, now);
    case sasl::Step::Kind::failed:
      return answer_login(replies::auth_failed, step.user, true, now);
    case sasl::Step::Kind::no_initial_response:
      return answer_login(replies::auth_no_initial, {}, false, now);
    case sasl::Step::Kind::malformed:
      note("credentials malformed: " + step.why, now);
      return answer_login(replies::auth_malformed, {}, false, now);
  }
}

// The credentials are there, or will never be. `known`: of whom they are.
void Dialog::answer_login(const Reply& planned, const std::string& user, bool known, Time now) {
  exchange_.reset();
  const std::shared_ptr<const Facts> before = voice_.facts();
  Facts facts = *before;  // rules see who is offered
  facts.mechanism = sasl::to_string(mechanism_);
  if (known) facts.user = user;
  voice_.learn(std::move(facts));
  Moment moment;
  moment.stage = Stage::login;
  moment.planned = &planned;
  const Said said = voice_.answer(moment, now);
  authenticated_ = said.positive();
  if (!authenticated_) voice_.learn(Facts(*before));
}

}  // namespace mailrig::smtp
