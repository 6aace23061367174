#include "smtp/command.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mailrig::smtp {
namespace {

struct CommandCase {
  std::string name, line;
  Verb verb;
  std::string word, arg;
};

class CommandTable : public testing::TestWithParam<CommandCase> {};

TEST_P(CommandTable, IsSplit) {
  const CommandCase& row = GetParam();
  const Command command = parse_command(row.line);
  EXPECT_EQ(command.verb, row.verb);
  EXPECT_EQ(command.word, row.word);
  EXPECT_EQ(command.arg, row.arg);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, CommandTable,
    testing::Values(CommandCase{"upper", "NOOP", Verb::noop, "NOOP", ""},
                    CommandCase{"any_case", "nOoP", Verb::noop, "NOOP", ""},
                    CommandCase{"argument", "EHLO a.test", Verb::ehlo, "EHLO", "a.test"},
                    CommandCase{"blanks_around_it", "EHLO \t a b  \t", Verb::ehlo, "EHLO", "a b"},
                    CommandCase{"mail", "mail from:<a@b> X=1", Verb::mail, "MAIL",
                                "from:<a@b> X=1"},
                    CommandCase{"unknown", "frob x", Verb::unknown, "frob", "x"},
                    CommandCase{"longer_than_known", "NOOPS", Verb::unknown, "NOOPS", ""},
                    CommandCase{"leading_blank", " NOOP", Verb::unknown, "", "NOOP"},
                    CommandCase{"empty", "", Verb::unknown, "", ""}),
    [](const testing::TestParamInfo<CommandCase>& row) { return row.param.name; });

TEST(Command, HasItsStage) {
  EXPECT_EQ(stage_of(Verb::ehlo), Stage::ehlo);
  EXPECT_EQ(stage_of(Verb::rcpt), Stage::rcpt);
  EXPECT_EQ(stage_of(Verb::starttls), Stage::starttls);
  EXPECT_EQ(stage_of(Verb::help), Stage::command);
  EXPECT_EQ(stage_of(Verb::unknown), Stage::command);
}

TEST(Command, MayBeLongerWhereExtensionsSaySo) {
  EXPECT_EQ(line_limit(Verb::noop, {}), 512u);
  EXPECT_EQ(line_limit(Verb::rcpt, {}), 1042u);  // RFC 3461 §5.4
  EXPECT_EQ(line_limit(Verb::mail, {}), 1260u);
  EXPECT_EQ(line_limit(Verb::auth, {}), 12288u);  // RFC 4954 §4
  Options postfix;
  postfix.profile = *find_profile("postfix-3.9");
  EXPECT_EQ(line_limit(Verb::noop, postfix), 2048u);
}

TEST(Command, KnowsWhereTheSecretOfAuthBegins) {
  const auto secret = [](std::string_view line) { return secret_of(parse_command(line), line); };
  EXPECT_EQ(secret("AUTH PLAIN abc"), 11u);
  EXPECT_EQ(secret("AUTH  PLAIN   abc"), 14u);
  EXPECT_EQ(secret("AUTH LOGIN"), std::nullopt);
  EXPECT_EQ(secret("NOOP a b"), std::nullopt);
}

}  // namespace
}  // namespace mailrig::smtp
