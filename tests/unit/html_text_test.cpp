#include "mail/html_text.hpp"

#include <gtest/gtest.h>

#include "mail/html.hpp"

namespace mailrig {
namespace {

TEST(HtmlText, IsReadable) {
  struct {
    const char *html, *text;
  } cases[] = {
      {"", ""},
      {"plain", "plain\n"},
      {"  a \r\n b\t<b>c</b>d ", "a b cd\n"},
      {"<p>one<p>two</p><p></p>three", "one\n\ntwo\n\nthree\n"},
      {"<div>a</div><div>b</div>", "a\nb\n"},
      {"a<br>b<br/><br />c", "a\nb\n\nc\n"},
      {"<h1>Title</h1>text", "Title\n\ntext\n"},
      {"<ul><li>a<li>b</ul>c", "- a\n- b\n\nc\n"},
      {"<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>", "1. a\n2. b\n  - c\n"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\nc\n"},
      {"x <img src=y alt='a logo'> z <img src=w>", "x a logo z\n"},
      {"<pre>a\n  b\n</pre>c", "a\n  b\n\nc\n"},
      {"<head><title>t</title><style>p{}</style></head><body>b", "b\n"},
      {"<head><title>t</title><body>b", "b\n"},
      {"a<script>if (1 < 2) x()</script>b<style>p > q {}</style>c", "abc\n"},
      {"a<!-- <p> -->b<!doctype html>c<?x?>d", "abcd\n"},
      {"a<!--[if mso]>no<![endif]-->b", "ab\n"},
      {"&lt;&amp;&gt;&quot;&#39;&#x41;&euro;&nbsp;&copy;", "<&>\"'A€ ©\n"},
      {"&amp without &unknown; &#0; &#x110000; &#128; AT&T", "& without &unknown; � � € AT&T\n"},
      {"a&nbsp;&nbsp;b&shy;c&zwnj;&#8203;", "a bc\n"},
      {"a < b <> c", "a < b <> c\n"},
      {"<a title=\"x > y\">z</a>", "z\n"},
      {"a<b", "a\n"},
      {"a<hr>b", "a\n---\nb\n"},
      {"<p>Grüße", "Grüße\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(html_to_text(c.html), c.text) << c.html;
}

TEST(HtmlText, StopsWhereItIsTold) {
  std::string html;
  for (int i = 0; i < 10'000; ++i) html += "<p>words";
  EXPECT_LE(html_to_text(html, 100).size(), 120u);
  EXPECT_GT(html_to_text(html).size(), 60'000u);
}

TEST(Html, AttributesAreReadInEveryForm) {
  struct {
    const char *rest, *href;
  } cases[] = {
      {" href=\"a&amp;b\"", "a&b"},
      {" HREF='a'", "a"},
      {" href = a/b?c ", "a/b?c"},
      {" x=1 href=a href=b", "a"},
      {" href", ""},
      {"/href=a", "a"},
      {" data-href=x", "(none)"},
      {" x='href=y'", "(none)"},
      {" href=\"open", "open"},
      {" =x href=a", "a"},
  };
  for (const auto& c : cases)
    EXPECT_EQ((HtmlToken{HtmlToken::Kind::open, "a", c.rest}.attribute("href").value_or("(none)")),
              c.href)
        << c.rest;
}

}  // namespace
}  // namespace mailrig
