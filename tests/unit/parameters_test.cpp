#include "smtp/parameters.hpp"

#include <gtest/gtest.h>

#include <string>

#include "smtp/replies.hpp"

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
  const Reply* refusal;
};

class MailParameterTable : public testing::TestWithParam<Row> {};

TEST_P(MailParameterTable, IsChecked) {
  MailParameters found;
  const auto parameters = parse_parameters(GetParam().text);
  ASSERT_TRUE(parameters);
  EXPECT_EQ(check_mail_parameters(*parameters, 1000, found), GetParam().refusal);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MailParameterTable,
    testing::Values(Row{"none", "", nullptr}, Row{"size", "SIZE=1000", nullptr},
                    Row{"size_beyond", "SIZE=1001", &replies::declared_too_large},
                    Row{"size_of_twenty_nines", "SIZE=99999999999999999999",
                        &replies::declared_too_large},
                    Row{"size_of_21_digits", "SIZE=000000000000000000001", &replies::bad_size},
                    Row{"size_without_value", "SIZE", &replies::bad_size},
                    Row{"size_negative", "SIZE=-1", &replies::bad_size},
                    Row{"size_twice", "SIZE=1 size=1", &replies::repeated_parameter},
                    Row{"malformed_before_too_large", "SIZE=1001 BODY=x", &replies::bad_body},
                    Row{"body_7bit", "BODY=7bit", nullptr},
                    Row{"body_binary", "BODY=BINARYMIME", &replies::bad_body},
                    Row{"utf8_value", "SMTPUTF8=1", &replies::bad_smtputf8},
                    Row{"unknown", "RET=FULL", &replies::unknown_parameter}),
    [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

TEST(Parameters, OfMailSayWhatTheyAskFor) {
  MailParameters found;
  EXPECT_EQ(check_mail_parameters(*parse_parameters("size=12 Body=8BitMime SmtpUtf8"), 1000, found),
            nullptr);
  EXPECT_EQ(found.size, 12u);
  EXPECT_TRUE(found.eight_bit);
  EXPECT_TRUE(found.utf8);
}

TEST(Parameters, OfRcptAreUnknown) {
  EXPECT_EQ(check_rcpt_parameters(*parse_parameters("NOTIFY=NEVER")), &replies::unknown_parameter);
  EXPECT_EQ(check_rcpt_parameters({}), nullptr);
}

}  // namespace
}  // namespace mailrig::smtp
