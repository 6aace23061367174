#include "smtp/parameters.hpp"

#include <gtest/gtest.h>

#include <string>

#include "mail/date.hpp"
#include "smtp/replies.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {
namespace {

std::string shown(std::string_view text) {
  const auto parameters = parse_parameters(text);
  if (!parameters) return "malformed";
  std::string all;
  for (const Parameter& parameter : *parameters)
    all += "[" + parameter.keyword + (parameter.value ? "=" + *parameter.value : "") + "]";
  return all;
}

TEST(Parameters, AreReadAsSent) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown(" SIZE=10 body=8BITMIME"), "[SIZE=10][body=8BITMIME]");
  EXPECT_EQ(shown("  SMTPUTF8 \t X-FOO=<a@b> "), "[SMTPUTF8][X-FOO=<a@b>]");
  EXPECT_EQ(shown(" 8a-b"), "[8a-b]");
}

TEST(Parameters, AreMalformedWhereTheGrammarSaysSo) {
  for (const char* text : {" =", " =x", " A=", " A=b=c", " -A", " A_B", " A=\x01", " \xc3\xa4"})
    EXPECT_EQ(shown(text), "malformed") << text;
}

struct Row {
  std::string name, text;
  const Reply* refusal = nullptr;
};

class MailParameterTable : public testing::TestWithParam<Row> {};

TEST_P(MailParameterTable, IsChecked) {
  Options options;
  options.limits.message = 1000;
  Store store({}, [] { return *parse_rfc3339("2026-11-01T00:00:00Z"); });
  MailParameters found;
  const auto parameters = parse_parameters(GetParam().text);
  ASSERT_TRUE(parameters);
  EXPECT_EQ(check_mail_parameters(*parameters, {options, store, false}, found), GetParam().refusal);
}

std::string of(std::size_t count, char c) { return std::string(count, c); }

INSTANTIATE_TEST_SUITE_P(
    Rows, MailParameterTable,
    testing::Values(
        Row{"none", ""}, Row{"size", "SIZE=1000"},
        Row{"size_beyond", "SIZE=1001", &replies::declared_too_large},
        Row{"size_of_20_digits", "SIZE=99999999999999999999", &replies::declared_too_large},
        Row{"size_of_21_digits", "SIZE=999999999999999999999", &replies::bad_size},
        Row{"size_empty", "SIZE", &replies::bad_size},
        Row{"size_no_number", "SIZE=1x", &replies::bad_size},
        Row{"reason_before_size", "SIZE=1001 FOO", &replies::unknown_parameter},
        Row{"body_8", "BODY=8bitmime"}, Row{"body_binary", "BODY=BINARYMIME"},
        Row{"body_other", "BODY=9BIT", &replies::bad_body},
        Row{"twice", "SIZE=1 size=1", &replies::repeated_parameter},
        Row{"smtputf8_value", "SMTPUTF8=1", &replies::bad_smtputf8},
        Row{"auth_mailbox", "AUTH=e+3Dmc2@example.com"}, Row{"auth_null", "AUTH=<>"},
        Row{"auth_no_mailbox", "AUTH=nobody", &replies::bad_auth},
        Row{"auth_bad_xtext", "AUTH=a+zz@b", &replies::bad_auth},
        Row{"auth_empty", "AUTH", &replies::bad_auth}, Row{"ret_full", "RET=full"},
        Row{"ret_hdrs", "RET=HDRS"}, Row{"ret_other", "RET=SOME", &replies::bad_ret},
        Row{"ret_empty", "RET", &replies::bad_ret}, Row{"envid", "ENVID=QQ314159"},
        Row{"envid_of_100", "ENVID=" + of(100, 'x')},
        Row{"envid_of_101", "ENVID=" + of(101, 'x'), &replies::bad_envid},
        Row{"envid_control", "ENVID=a+0Ab", &replies::bad_envid},
        Row{"envid_plus", "ENVID=a+", &replies::bad_envid}, Row{"by_notify", "BY=120;N"},
        Row{"by_return", "BY=+120;R"}, Row{"by_trace", "by=120;rt"},
        Row{"by_negative_notify", "BY=-120;N"},
        Row{"by_negative_return", "BY=-120;R", &replies::by_in_the_past},
        Row{"by_zero_return", "BY=0;R", &replies::by_in_the_past},
        Row{"by_sooner_than_announced", "BY=9;R", &replies::by_too_soon},
        Row{"by_without_mode", "BY=120", &replies::bad_by},
        Row{"by_other_mode", "BY=120;X", &replies::bad_by},
        Row{"by_other_trace", "BY=120;RX", &replies::bad_by},
        Row{"by_of_10_digits", "BY=1234567890;N", &replies::bad_by}, Row{"hold_for", "HOLDFOR=1"},
        Row{"hold_for_zero", "HOLDFOR=0", &replies::bad_hold_for},
        Row{"hold_for_leading_zero", "HOLDFOR=01", &replies::bad_hold_for},
        Row{"hold_for_longest", "HOLDFOR=2592000"},
        Row{"hold_for_longer", "HOLDFOR=2592001", &replies::hold_too_long},
        Row{"hold_until", "HOLDUNTIL=2026-11-02T00:00:00Z"},
        Row{"hold_until_past", "HOLDUNTIL=2026-10-31T00:00:00Z", &replies::bad_hold_until},
        Row{"hold_until_not_utc", "HOLDUNTIL=2026-11-02T00:00:00+01:00", &replies::bad_hold_until},
        Row{"hold_until_too_far", "HOLDUNTIL=2027-11-02T00:00:00Z", &replies::hold_too_long},
        Row{"held_twice", "HOLDFOR=10 HOLDUNTIL=2026-11-02T00:00:00Z", &replies::held_twice},
        Row{"held_beyond_by", "HOLDFOR=100 BY=50;R", &replies::held_beyond_by},
        Row{"mt_priority", "MT-PRIORITY=-9"}, Row{"mt_priority_0", "MT-PRIORITY=0"},
        Row{"mt_priority_10", "MT-PRIORITY=10", &replies::bad_mt_priority},
        Row{"mt_priority_minus_0", "MT-PRIORITY=-0", &replies::bad_mt_priority},
        Row{"require_tls_in_the_clear", "REQUIRETLS", &replies::require_tls_in_the_clear},
        Row{"require_tls_value", "REQUIRETLS=1", &replies::bad_require_tls},
        Row{"of_rcpt", "NOTIFY=NEVER", &replies::unknown_parameter},
        Row{"unknown", "FOO", &replies::unknown_parameter}),
    [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

class RcptParameterTable : public testing::TestWithParam<Row> {};

TEST_P(RcptParameterTable, IsChecked) {
  Options options;
  Store store;
  const auto parameters = parse_parameters(GetParam().text);
  ASSERT_TRUE(parameters);
  EXPECT_EQ(check_rcpt_parameters(*parameters, {options, store, false}), GetParam().refusal);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RcptParameterTable,
    testing::Values(
        Row{"none", ""}, Row{"never", "NOTIFY=never"}, Row{"all", "NOTIFY=SUCCESS,FAILURE,DELAY"},
        Row{"never_and_more", "NOTIFY=NEVER,DELAY", &replies::bad_notify},
        Row{"twice_one", "NOTIFY=DELAY,DELAY", &replies::bad_notify},
        Row{"empty_word", "NOTIFY=DELAY,", &replies::bad_notify},
        Row{"no_value", "NOTIFY", &replies::bad_notify}, Row{"orcpt", "ORCPT=rfc822;Bob@B.test"},
        Row{"orcpt_encoded", "ORCPT=rfc822;a+2Bb@b.test"},
        Row{"orcpt_without_type", "ORCPT=bob@b.test", &replies::bad_orcpt},
        Row{"orcpt_empty_type", "ORCPT=;bob@b.test", &replies::bad_orcpt},
        Row{"orcpt_empty", "ORCPT=rfc822;", &replies::bad_orcpt},
        Row{"orcpt_too_long", "ORCPT=rfc822;" + of(494, 'x'), &replies::bad_orcpt},
        Row{"orcpt_bad_xtext", "ORCPT=rfc822;a+b", &replies::bad_orcpt},
        Row{"orcpt_twice", "ORCPT=rfc822;a ORCPT=rfc822;a", &replies::repeated_parameter},
        Row{"of_mail", "SIZE=1", &replies::unknown_parameter}),
    [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

TEST(Parameters, OfAnExtensionThatIsSwitchedOffAreUnknown) {
  Options options;
  options.extensions.set(Extension::dsn, false);
  Store store;
  MailParameters found;
  const auto parameters = *parse_parameters("RET=FULL");
  EXPECT_EQ(check_mail_parameters(parameters, {options, store, false}, found),
            &replies::unknown_parameter);
  options.profile.unknown_param = true;
  EXPECT_EQ(check_mail_parameters(parameters, {options, store, false}, found), nullptr);
}

}  // namespace
}  // namespace mailrig::smtp
