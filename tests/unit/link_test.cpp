#include "mail/link.hpp"

#include <gtest/gtest.h>

namespace mailrig {
namespace {

std::string shown(const std::vector<Link>& links) {
  std::string out;
  for (const Link& each : links) out += "[" + each.url + "|" + each.text + "]";
  return out;
}

TEST(Links, OfTextEndWhereTheUrlEnds) {
  struct {
    const char *text, *urls;
  } cases[] = {
      {"", ""},
      {"see https://x.test.", "https://x.test"},
      {"(https://x.test/a_(b)) and <http://y.test>", "https://x.test/a_(b) http://y.test"},
      {"\"https://x.test/?q=1&r=2\", 'http://y.test/'!", "https://x.test/?q=1&r=2 http://y.test/"},
      {"[text](https://x.test/a)", "https://x.test/a"},
      {"HTTPS://X.TEST/A", "HTTPS://X.TEST/A"},
      {"www.x.test/a, mailto:bob@x.test; tel:+491234",
       "http://www.x.test/a mailto:bob@x.test tel:+491234"},
      {"http:// https://", ""},
      {"www. wwww.x", ""},
      {"xhttps://y.test http:/z", ""},
      {"https://x.test/*bold*", "https://x.test/*bold"},
      {"https://x.test/ü/日本 next", "https://x.test/ü/日本"},
      {"https://a.test/\r\nhttps://b.test/", "https://a.test/ https://b.test/"},
  };
  for (const auto& c : cases) {
    std::string urls;
    for (const Link& each : links_in_text(c.text)) urls += (urls.empty() ? "" : " ") + each.url;
    EXPECT_EQ(urls, c.urls) << c.text;
  }
}

TEST(Links, OfHtmlAreDecodedWithTheirText) {
  struct {
    const char *html, *links;
  } cases[] = {
      {"<a href='https://x.test/?a=1&amp;b=2'>Go <b>on</b></a>", "[https://x.test/?a=1&b=2|Go on]"},
      {"<a href=' https://x\n.test/ '>x</a>", "[https://x.test/|x]"},
      {"<a href=x>a<a href=y>b", "[x|a][y|b]"},
      {"<a href='#top'>top</a><a name=x>y</a>", ""},
      {"<a href=x><img alt='Log in'></a>", "[x|Log in]"},
      {"<a href=x>a<br>b</a>", "[x|a b]"},
      {"<area href=x alt=y>", "[x|y]"},
      {"text https://x.test/a <a href=y>z</a> http://w.test",
       "[https://x.test/a|https://x.test/a][y|z][http://w.test|http://w.test]"},
      {"<p>https://x.test</p><p>y</p>", "[https://x.test|https://x.test]"},
      {"<style>a{background:url(https://x.test)}</style><script>'http://y.test'</script>", ""},
      {"<!-- <a href=x>y</a> -->", ""},
      {"<a href=javascript:alert(1)>x</a>", "[javascript:alert(1)|x]"},
  };
  for (const auto& c : cases) EXPECT_EQ(shown(links_in_html(c.html)), c.links) << c.html;
}

TEST(RemoteContent, IsWhatABrowserWouldLoad) {
  struct {
    const char *html, *urls;
  } cases[] = {
      {"<img src=http://x.test/1><img src='http://x.test/1'>", "http://x.test/1 "},
      {"<img src=cid:a><img src=data:x><img src=/y>", ""},
      {"<img srcset='https://a.test/1 1x, https://a.test/2 2x'>",
       "https://a.test/1 https://a.test/2 "},
      {"<table background=//x.test/b>", "//x.test/b "},
      {"<link rel=stylesheet href=https://x.test/c.css>", "https://x.test/c.css "},
      {"<div style=\"background: url('https://x.test/i')\">", "https://x.test/i "},
      {"<style>@import \"https://x.test/a.css\"; b{c:url(https://x.test/b.png)}</style>",
       "https://x.test/a.css https://x.test/b.png "},
      {"<video poster=http://p.test src=http://v.test>", "http://p.test http://v.test "},
      {"<a href=https://x.test>no</a>", ""},
  };
  for (const auto& c : cases) {
    std::string urls;
    for (const std::string& each : remote_in_html(c.html)) urls += each + " ";
    EXPECT_EQ(urls, c.urls) << c.html;
  }
}

}  // namespace
}  // namespace mailrig
