// node_modules/preact/dist/preact.mjs
var n;
var t;
var r;
var u;
var i;
var f;
var o;
var e;
var l;
var c;
var a;
var s;
var h = /* @__PURE__ */ Symbol.for("pv");
var p = {};
var y = [];
var v = /^m(i|n|o|s|text|space)$/;
var w = Array.isArray;
var d = y.slice;
var _ = Object.assign;
function g(n3) {
  n3 && n3.parentNode && n3.remove();
}
function k(n3, t4, r4) {
  var u4, i4, f5, o5 = {}, e4 = arguments.length;
  for (f5 in t4) "key" == f5 ? u4 = t4[f5] : "ref" == f5 && "function" != typeof n3 ? i4 = t4[f5] : o5[f5] = t4[f5];
  return e4 > 2 && (o5.children = e4 > 3 ? d.call(arguments, 2) : r4), m(n3, o5, u4, i4, null);
}
function m(r4, u4, i4, f5, o5) {
  var e4 = { type: r4, props: u4, key: i4, ref: f5, __k: null, __: null, __b: 0, __e: null, __c: null, constructor: h, __v: o5 || ++t, __i: -1, __u: 0 };
  return !o5 && n.vnode && n.vnode(e4), e4;
}
function $(n3) {
  return n3.children;
}
function x(n3, t4) {
  this.props = n3, this.context = t4, this.__g = 0;
}
function S(n3, t4) {
  if (null == t4) return n3.__ && S(n3.__, n3.__i + 1);
  for (var r4; t4 < n3.__k.length; t4++) if ((r4 = n3.__k[t4]) && r4.__e) return r4.__e;
  return "function" != typeof n3.type || n3.props.__P ? null : S(n3);
}
function C(t4) {
  var r4, u4 = t4.__v, i4 = u4.__e, f5 = [], o5 = [], e4 = t4.__P;
  e4 && ((r4 = _({ constructor: h }, u4)).__v = u4.__v + 1, n.vnode && n.vnode(r4), z(e4, r4, u4, t4.__n, e4.namespaceURI, 32 & u4.__u ? [i4] : null, f5, i4 || S(u4), 32 & u4.__u, o5), r4.__v = u4.__v, r4.__.__k[r4.__i] = r4, E(f5, r4, o5), u4.__ = u4.__e = null, r4.__e != i4 && j(r4));
}
function j(n3) {
  if ((n3 = n3.__) && n3.__c && !n3.props.__P) return n3.__e = null, n3.__k.some(function(t4) {
    return t4 && (n3.__e = t4.__e);
  }), j(n3);
}
function L(t4) {
  (8 & t4.__g || (t4.__g |= 8, u.push(t4), f++)) && i == n.debounceRendering || ((i = n.debounceRendering) || queueMicrotask)(H);
}
function H() {
  try {
    for (var n3, t4 = 1; u.length; ) u.length > t4 && u.sort(o), n3 = u.shift(), t4 = u.length, 8 & n3.__g && C(n3);
  } finally {
    (f = u.length) && (i || queueMicrotask)(H);
  }
}
function I(n3, t4, r4, u4, i4, f5, o5, e4, l4, c4, a5) {
  var s4, h5, v4, w5, d4, _3, g5 = u4.__k || y, k4 = t4.length;
  for (l4 = q(r4, t4, g5, l4, k4), s4 = 0; s4 < k4; s4++) null != (v4 = r4.__k[s4]) && (h5 = ~v4.__i && g5[v4.__i] || p, v4.__i = s4, _3 = z(n3, v4, h5, i4, f5, o5, e4, l4, c4, a5), w5 = v4.__e, (h5.ref != v4.ref || 8 & h5.__u) && (h5.ref && G(h5.ref, null, v4, h5), v4.ref && a5.push(v4.ref, v4.__c || w5, v4)), d4 = d4 || w5, 4 & v4.__u ? (l4 = A(v4, l4, n3, !h5.__v), h5.__e && (h5.__e = null)) : "function" == typeof v4.type && void 0 !== _3 ? l4 = _3 : w5 && (l4 = w5.nextSibling), v4.__u &= -21);
  return r4.__e = d4, l4;
}
function q(n3, t4, r4, u4, i4) {
  var f5, o5, e4, l4, c4, a5, s4, p5, y5, v4 = r4.length, d4 = v4, _3 = 0, g5 = 0, k4 = n3.__k = Array(i4);
  for (f5 = 0; f5 < i4; f5++) null != (o5 = t4[f5]) && "boolean" != typeof o5 && "function" != typeof o5 ? ("object" != typeof o5 || o5.constructor === String ? o5 = k4[f5] = m(null, o5) : w(o5) ? o5 = k4[f5] = m($, { children: o5 }) : o5.constructor === h && o5.__b ? o5 = k4[f5] = m(o5.type, o5.props, o5.key, o5.ref, o5.__v) : k4[f5] = o5, l4 = f5 + _3, o5.__ = n3, o5.__b = n3.__b + 1, e4 = null, ~(c4 = o5.__i = P(o5, r4, l4, d4)) && (d4--, (e4 = r4[c4]) && (e4.__u |= 2)), e4 && e4.__v ? (o5.__u |= 16, c4 == l4 - 1 ? _3-- : c4 == l4 + 1 ? _3++ : c4 != l4 && (c4 > l4 ? _3-- : _3++, g5 = 1)) : (~c4 || (i4 > v4 ? _3-- : i4 < v4 && _3++), "function" != typeof o5.type && (o5.__u |= 4))) : k4[f5] = null;
  if (g5) {
    for (a5 = [], s4 = [], f5 = 0; f5 < i4; f5++) if ((o5 = k4[f5]) && 16 & o5.__u) {
      for (_3 = 0, p5 = a5.length; _3 < p5; ) a5[y5 = _3 + p5 >> 1] < o5.__i ? _3 = y5 + 1 : p5 = y5;
      a5[_3] = o5.__i, s4[f5] = _3 + 1;
    }
    for (_3 = a5.length; f5--; ) s4[f5] && (s4[f5] == _3 ? _3-- : k4[f5].__u |= 4);
  }
  if (d4) for (f5 = 0; f5 < v4; f5++) !(e4 = r4[f5]) || 2 & e4.__u || (e4.__e == u4 && (u4 = S(e4)), J(e4, e4));
  return u4;
}
function A(n3, t4, r4, u4) {
  var i4, f5, o5, e4;
  if ("function" == typeof n3.type) {
    if (n3.props.__P) return t4;
    if (i4 = n3.__k) for (f5 = 0; f5 < i4.length; f5++) i4[f5] && (i4[f5].__ = n3, t4 = A(i4[f5], t4, r4, false));
    return t4;
  }
  for (t4 && !t4.parentNode && (t4 = S(n3)) && !t4.parentNode && (t4 = null), o5 = n3.__e, e4 = t4; e4 && 8 == e4.nodeType; ) e4 = e4.nextSibling;
  for (o5 != e4 && (!u4 && r4.moveBefore && o5.parentNode ? r4.moveBefore(o5, t4) : r4.insertBefore(o5, t4 || null)), t4 = o5; (t4 = t4 && t4.nextSibling) && 8 == t4.nodeType && !t4.data.startsWith("$s"); ) ;
  return t4;
}
function P(n3, t4, r4, u4) {
  var i4, f5 = n3.key, o5 = n3.type, e4 = t4[r4], l4 = e4 && !(2 & e4.__u);
  if (null === e4 && null == f5 || l4 && f5 == e4.key && o5 == e4.type) return r4;
  if (u4 > (l4 ? 1 : 0)) {
    for (i4 = r4 - 1; i4 >= 0; i4--) if ((e4 = t4[i4]) && !(2 & e4.__u) && f5 == e4.key && o5 == e4.type) return i4;
    for (i4 = r4 + 1; i4 < t4.length; i4++) if ((e4 = t4[i4]) && !(2 & e4.__u) && f5 == e4.key && o5 == e4.type) return i4;
  }
  return -1;
}
function T(n3, t4, r4) {
  null == r4 && (r4 = ""), "-" == t4[0] ? n3.setProperty(t4, r4) : n3[t4] = r4;
}
function N(n3, t4, r4, u4, i4) {
  var f5, o5;
  if ("style" == t4) if ("string" == typeof r4) n3.style.cssText = r4;
  else {
    if ("string" == typeof u4 && (n3.style.cssText = u4 = ""), u4) for (t4 in u4) r4 && t4 in r4 || T(n3.style, t4);
    if (r4) for (t4 in r4) u4 && r4[t4] == u4[t4] || T(n3.style, t4, r4[t4]);
  }
  else if ("o" == t4[0] && "n" == t4[1]) "function" != typeof r4 && (r4 = null), "function" != typeof u4 && (u4 = null), (n3.__e || (n3.__e = {}))[t4] = r4, r4 && u4 || (o5 = a[t4] || (a[t4] = V(t4)), (n3.__a || (n3.__a = {}))[t4] = c, f5 = t4 != (t4 = t4.replace(l, "$1")), (t4 = t4.slice(2))[0] < "a" && (t4 = t4.toLowerCase()), r4 ? n3.addEventListener(t4, o5, f5) : n3.removeEventListener(t4, o5, f5));
  else {
    if ("http://www.w3.org/2000/svg" == i4) t4 = t4.replace(/xlink(H|:h)/, "h").replace(/sName$/, "s");
    else if ("width" != t4 && "height" != t4 && "href" != t4 && "list" != t4 && "form" != t4 && "tabIndex" != t4 && "download" != t4 && "rowSpan" != t4 && "colSpan" != t4 && "role" != t4 && "popover" != t4 && t4 in n3) try {
      return void (n3[t4] = null == r4 ? "" : r4);
    } catch (n4) {
    }
    if ("function" == typeof r4) return;
    null == r4 || false === r4 && "-" != t4[4] ? n3.removeAttribute(t4) : n3.setAttribute(t4, "popover" == t4 && 1 == r4 ? "" : r4);
  }
}
function V(t4) {
  return function(r4) {
    var u4 = this.__e;
    if (u4) {
      if (u4 = u4[t4], null == r4[e]) r4[e] = c++;
      else if (r4[e] < this.__a[t4]) return;
      return u4(n.event ? n.event(r4) : r4);
    }
  };
}
function z(t4, r4, u4, i4, f5, o5, e4, l4, c4, a5) {
  var s4, p5, v4, d4, k4, b3, m5, M2, C3, j3, L2, H2, q2, A4, O2, P2, T4, N2, V2 = r4.type;
  if (r4.constructor !== h) return null;
  128 & u4.__u && (c4 = 32 & u4.__u, s4 = u4.__c.__z) && (r4.__u |= c4, p5 = o5 = [], 8 == s4.nodeType ? l4 = B(s4, o5) : o5.push(s4), l4 = o5[0] || l4), (s4 = n.__b) && s4(r4);
  n: if ("function" == typeof V2) {
    v4 = e4.length;
    try {
      if (M2 = r4.props, C3 = (s4 = V2.prototype) && s4.render, j3 = (s4 = V2.contextType) && i4[s4.__c], L2 = s4 ? j3 ? j3.props.value : s4.__ : i4, (d4 = u4.__c) ? (r4.__c = d4, 2 & d4.__g && (d4.__g |= 1)) : (C3 ? r4.__c = d4 = new V2(M2, L2) : (r4.__c = d4 = new x(M2, L2), d4.constructor = V2, d4.render = K), j3 && j3.sub(d4), d4.state || (d4.state = {}), d4.__n = i4, d4.__g |= 8, d4.__h = [], d4.__k = []), C3 && (d4.__s || (d4.__s = d4.state), V2.getDerivedStateFromProps && (d4.__s == d4.state && (d4.__s = _({}, d4.__s)), _(d4.__s, V2.getDerivedStateFromProps(M2, d4.__s)))), k4 = d4.props, b3 = d4.state, d4.__v = r4, u4.__c) {
        if (M2 !== k4 && C3 && !V2.getDerivedStateFromProps && d4.componentWillReceiveProps && d4.componentWillReceiveProps(M2, L2), r4.__v == u4.__v && !(8 & d4.__g) || !(4 & d4.__g) && d4.shouldComponentUpdate && false === d4.shouldComponentUpdate(M2, d4.__s, L2)) {
          r4.__v != u4.__v && (d4.props = M2, d4.state = d4.__s, d4.__g &= -9), r4.__e = u4.__e, r4.__k = u4.__k, r4.__k.some(function(n3) {
            n3 && (n3.__ = r4);
          }), y.push.apply(d4.__h, d4.__k), d4.__k = [], d4.__h.length && e4.push(d4), l4 = S(u4);
          break n;
        }
        d4.componentWillUpdate && d4.componentWillUpdate(M2, d4.__s, L2), C3 && d4.componentDidUpdate && d4.__h.push(function() {
          d4.componentDidUpdate(k4, b3, m5);
        });
      } else C3 && !V2.getDerivedStateFromProps && d4.componentWillMount && d4.componentWillMount(), C3 && d4.componentDidMount && d4.__h.push(d4.componentDidMount);
      d4.context = L2, d4.props = M2, d4.__P = t4, d4.__g &= -5, H2 = n.__r, q2 = C3 ? 25 : 0;
      do {
        d4.__g &= -9, H2 && H2(r4), s4 = d4.render(d4.props, d4.state = d4.__s, d4.context);
      } while (8 & d4.__g && ++q2 < 25);
      C3 && (y.push.apply(d4.__h, d4.__k), d4.__k = []), d4.state = d4.__s, d4.getChildContext && (i4 = _({}, i4, d4.getChildContext())), C3 && u4.__c && d4.getSnapshotBeforeUpdate && (m5 = d4.getSnapshotBeforeUpdate(k4, b3)), A4 = s4 && s4.type === $ && null == s4.key ? s4.props.children : s4, M2.__P && (s4 = l4, f5 = (t4 = M2.__P).namespaceURI, c4 = o5 = null, u4.props && u4.props.__P != t4 && (u4.__k.some(function(n3) {
        n3 && J(n3, n3);
      }), u4.__k = null), l4 = u4.__k ? S(u4, 0) : null), l4 = I(t4, w(A4) ? A4 : [A4], r4, u4, i4, f5, o5, e4, l4, c4, a5), M2.__P && (r4.__e = null, l4 = s4), r4.__u &= -161, p5 && p5.some(g), d4.__h.length && e4.push(d4), 1 & d4.__g && (d4.__g &= -4);
    } catch (t5) {
      if (e4.length = v4, r4.__v = null, c4 || o5) if (t5 && t5.then) {
        if (r4.__u |= 128 | c4, o5) {
          for (~(T4 = o5.indexOf(l4 || void 0)) || (T4 = o5.length); (N2 = o5[T4 - 1]) && 8 == N2.nodeType; ) T4--;
          for (; T4 < o5.length; T4++) if (N2 = o5[T4]) if (o5[T4] = null, O2) {
            if (N2 == P2) break;
          } else {
            if (8 != N2.nodeType) break;
            N2.data.startsWith("$s") && (P2 = B(O2 = N2));
          }
        }
        if (!O2) {
          for (; l4 && 8 == l4.nodeType && l4.nextSibling; ) l4 = l4.nextSibling;
          O2 = l4;
        }
        (s4 = B(O2 = r4.__c.__z || (r4.__c.__z = O2))) ? (r4.__e = O2, l4 = s4) : r4.__e = l4, l4 = l4 && l4.nextSibling;
      } else o5 && o5.some(g);
      else r4.__e = u4.__e;
      r4.__k || (r4.__k = u4.__k || []), t5 && t5.then || D(r4), n.__e(t5, r4, u4);
    }
  } else l4 = r4.__e = F(u4.__e, r4, u4, i4, f5, o5, e4, c4, a5, t4);
  return (s4 = n.diffed) && s4(r4), l4;
}
function B(n3, t4) {
  if (n3 && 8 == n3.nodeType && n3.data.startsWith("$s")) for (var r4 = 1; n3 = n3.nextSibling; ) {
    if (8 == n3.nodeType) {
      if (n3.data.startsWith("$s")) r4++;
      else if (n3.data.startsWith("/$s") && !--r4) return n3;
    }
    t4 && t4.push(n3);
  }
}
function D(n3) {
  n3 && (n3.__c && (n3.__c.__g |= 4), n3.__k && n3.__k.some(D));
}
function E(t4, r4, u4) {
  for (var i4 = 0; i4 < u4.length; ) G(u4[i4++], u4[i4++], u4[i4++]);
  n.__c && n.__c(r4, t4), t4.some(function(r5) {
    try {
      t4 = r5.__h, r5.__h = [], t4.some(function(n3) {
        n3.call(r5);
      });
    } catch (t5) {
      n.__e(t5, r5.__v);
    }
  });
}
function F(t4, r4, u4, i4, f5, o5, e4, l4, c4, a5) {
  var s4, h5, y5, _3, k4, b3, m5, M2, $2 = u4.props || p, x3 = r4.props, C3 = r4.type;
  if ("svg" == C3 ? f5 = "http://www.w3.org/2000/svg" : "math" == C3 ? f5 = "http://www.w3.org/1998/Math/MathML" : f5 || (f5 = "http://www.w3.org/1999/xhtml"), o5) {
    for (s4 = 0; s4 < o5.length; s4++) if ((k4 = o5[s4]) && (C3 ? k4.localName == C3 : 3 == k4.nodeType)) {
      t4 = k4, o5[s4] = null;
      break;
    }
  }
  if (!t4) {
    if (M2 = a5.ownerDocument || document, !C3) return M2.createTextNode(x3);
    t4 = M2.createElementNS(f5, C3, x3.is ? x3 : a5), l4 && (n.__m && n.__m(r4, o5), l4 = false), o5 = null;
  }
  if (C3) {
    if (a5 = "template" == C3 && t4.content || t4, o5 = "textarea" == C3 && null != x3.defaultValue ? null : o5 && d.call(a5.childNodes), !l4 && o5) for ($2 = {}, s4 = 0; s4 < t4.attributes.length; s4++) $2[(k4 = t4.attributes[s4]).name] = k4.value;
    for (s4 in $2) k4 = $2[s4], "dangerouslySetInnerHTML" == s4 ? y5 = k4 : "children" == s4 || s4 in x3 || "value" == s4 && "defaultValue" in x3 || "checked" == s4 && "defaultChecked" in x3 || N(t4, s4, null, k4, f5);
    for (s4 in x3) k4 = x3[s4], "children" == s4 ? _3 = k4 : "dangerouslySetInnerHTML" == s4 ? h5 = k4 : "value" == s4 ? b3 = k4 : "checked" == s4 ? m5 = k4 : l4 && "function" != typeof k4 || $2[s4] === k4 || N(t4, s4, k4, $2[s4], f5);
    h5 ? (l4 || y5 && (h5.__html == y5.__html || h5.__html == t4.innerHTML) || (t4.innerHTML = h5.__html), r4.__k = []) : (y5 && (t4.textContent = ""), ("foreignObject" == C3 || "http://www.w3.org/1998/Math/MathML" == f5 && v.test(C3)) && (f5 = "http://www.w3.org/1999/xhtml"), I(a5, w(_3) ? _3 : [_3], r4, u4, i4, f5, o5, e4, o5 ? o5[0] : u4.__k && S(u4, 0), l4, c4), o5 && o5.some(g)), l4 && "textarea" != C3 || (s4 = "value", "progress" == C3 && null == b3 ? t4.removeAttribute(s4) : null == b3 || b3 === t4[s4] && ("progress" != C3 || b3) || N(t4, s4, b3, $2[s4], f5), s4 = "checked", null != m5 && m5 != t4[s4] && N(t4, s4, m5, $2[s4], f5));
  } else $2 === x3 || l4 && t4.data == x3 || (t4.data = x3);
  return t4;
}
function G(t4, r4, u4, i4) {
  try {
    "function" == typeof t4 ? r4 ? r4.__x = t4(r4) || 1 : i4 && (i4 = i4.__c || i4.__e) && (r4 = i4.__x) && (i4.__x = null, "function" == typeof r4 ? r4() : t4(null)) : t4.current = r4;
  } catch (t5) {
    n.__e(t5, u4);
  }
}
function J(t4, r4, u4) {
  var i4, f5, o5, e4;
  if (n.unmount && n.unmount(t4), !(i4 = t4.ref) || i4.current && i4.current != t4.__e || G(i4, null, r4, t4), i4 = t4.__c) {
    if (i4.componentWillUnmount) try {
      i4.componentWillUnmount();
    } catch (t5) {
      n.__e(t5, r4);
    }
    i4.__P = i4.__n = null;
  }
  if (i4 = t4.__k) for (e4 = 0; e4 < i4.length; e4++) i4[e4] && J(i4[e4], r4, "function" != typeof t4.type || u4 && !t4.props.__P);
  !u4 && (i4 = t4.__c) && (i4 = i4.__z) && (f5 = B(i4, o5 = [])) && (i4 == t4.__e && o5.some(g), g(f5), g(i4)), u4 || g(t4.__e), t4.__e = t4.__c = t4.__ = null;
}
function K(n3, t4, r4) {
  return this.constructor(n3, r4);
}
function Q(t4, r4) {
  var u4, i4, f5, o5;
  n.__ && n.__(t4, r4), 9 == r4.nodeType && (r4 = r4.documentElement), i4 = (u4 = t4 && 32 & t4.__u) ? null : r4.__k, r4.__k = m($, { children: [t4] }), f5 = [], o5 = [], z(r4, r4.__k, i4 || p, p, r4.namespaceURI, i4 ? null : r4.firstChild ? d.call(r4.childNodes) : null, f5, i4 ? i4.__e : r4.firstChild, u4, o5), E(f5, r4.__k, o5), r4.__k.props.children = null;
}
n = { __e: function(n3, t4, r4, u4) {
  for (var i4, o5, e4; t4 = t4.__; ) if ((i4 = t4.__c) && !(1 & i4.__g)) {
    i4.__g |= 4;
    try {
      if ((e4 = (o5 = i4.constructor) && o5.getDerivedStateFromError) && i4.setState(o5.getDerivedStateFromError(n3)), i4.componentDidCatch && (i4.componentDidCatch(n3, u4 || {}), e4 = 1), e4 && 8 & i4.__g) return void (i4.__g |= 2);
    } catch (t5) {
      n3 = t5;
    }
  }
  throw f = 0, n3;
} }, t = 0, r = function(n3) {
  return null != n3 && n3.constructor === h;
}, x.prototype.setState = function(n3, t4) {
  var r4 = this.__s;
  r4 && r4 != this.state || (r4 = this.__s = _({}, this.state)), "function" == typeof n3 && (n3 = n3(_({}, r4), this.props)), n3 && (_(r4, n3), this.__v && (t4 && this.__k.push(t4), L(this)));
}, x.prototype.forceUpdate = function(n3) {
  this.__v && (this.__g |= 4, n3 && this.__h.push(n3), L(this));
}, x.prototype.render = $, u = [], f = 0, o = function(n3, t4) {
  return n3.__v.__b - t4.__v.__b;
}, e = /* @__PURE__ */ Symbol(), l = /(PointerCapture)$|Capture$/i, c = 0, a = {}, s = 0;

// node_modules/preact/hooks/dist/hooks.mjs
var t2;
var r2;
var u2;
var i2;
var o2 = Object.is;
var f2 = 0;
var c2 = [];
var e2 = [];
var a2 = n;
var v2 = a2.__b;
var l2 = a2.__r;
var m2 = a2.diffed;
var h2 = a2.__c;
var s2 = a2.unmount;
var p2 = a2.__;
function y2(n3, t4) {
  a2.__h && a2.__h(r2, n3, f2 || t4), f2 = 0;
  var u4 = r2.__H || (r2.__H = { __: [], __h: [] });
  return n3 >= u4.__.length && u4.__.push({}), u4.__[n3];
}
function A2(n3, u4) {
  var i4 = y2(t2++, 3);
  !a2.__s && E2(i4.__H, u4) && (i4.__P = true, i4.__ = n3, i4.u = u4, r2.__H.__h.push(i4));
}
function F2(n3, u4) {
  var i4 = y2(t2++, 4);
  !a2.__s && E2(i4.__H, u4) && (i4.__P = false, i4.__ = n3, i4.u = u4, r2.__h.push(i4));
}
function T2(n3) {
  return f2 = 5, w2(function() {
    return { current: n3 };
  }, []);
}
function w2(n3, r4) {
  var u4 = y2(t2++, 7);
  return E2(u4.__H, r4) && (u4.__ = n3(), u4.__H = r4), u4.__;
}
function g2() {
  var n3;
  do {
    for (; n3 = e2.shift(); ) try {
      C2(n3);
    } catch (t5) {
      a2.__e(t5, { __: (n3 = n3.__P) && n3.__v });
    }
    for (; n3 = c2.shift(); ) {
      var t4 = n3.__H;
      if (n3.__P && t4) try {
        t4.__h.some(C2), t4.__h.some(D2), t4.__h = [];
      } catch (r4) {
        t4.__h = [], a2.__e(r4, n3.__v);
      }
    }
  } while (e2.length);
}
a2.__b = function(n3) {
  r2 = null, v2 && v2(n3);
}, a2.__ = function(n3, t4) {
  n3 && t4.__k && t4.__k.__m && (n3.__m = t4.__k.__m), p2 && p2(n3, t4);
}, a2.__r = function(n3) {
  l2 && l2(n3), t2 = 0;
  var i4 = (r2 = n3.__c).__H;
  i4 && (u2 == r2 ? r2.__h = [] : (i4.__h.some(C2), i4.__h.some(D2), t2 = 0), i4.__h = [], i4.__.some(function(n4) {
    n4.__N && (n4.__ = n4.__N), n4.u = n4.__N = void 0;
  })), u2 = r2;
}, a2.diffed = function(n3) {
  m2 && m2(n3);
  var t4 = n3.__c;
  t4 && t4.__H && (t4.__H.__h.length && B2(c2.push(t4)), t4.__H.__.some(function(n4) {
    n4.u && (n4.__H = n4.u);
  })), u2 = r2 = null;
}, a2.__c = function(n3, t4) {
  t4.some(function(n4) {
    try {
      n4.__h.some(C2), n4.__h = n4.__h.filter(function(n5) {
        return !n5.__ || D2(n5);
      });
    } catch (t5) {
      n4.__h = [function() {
        throw t5;
      }];
    }
  }), h2 && h2(n3, t4);
}, a2.unmount = function(n3) {
  s2 && s2(n3);
  var t4, r4, u4 = n3.__c;
  u4 && u4.__H && (u4.__H.__.some(function(u5) {
    try {
      if (u5.__P && u5.__c) {
        if (void 0 === r4) {
          for (r4 = n3.__; r4 && (!r4.__c || !r4.__c.__P); ) r4 = r4.__;
          r4 = r4 && r4.__c;
        }
        u5.__P = r4, B2(e2.push(u5));
      } else C2(u5);
    } catch (n4) {
      t4 = n4;
    }
  }), u4.__H = void 0, t4 && a2.__e(t4, u4.__v));
};
var k2 = "function" == typeof requestAnimationFrame;
function z2(n3) {
  var t4, r4 = function() {
    clearTimeout(u4), k2 && cancelAnimationFrame(t4), setTimeout(n3);
  }, u4 = setTimeout(r4, 35);
  k2 && (t4 = requestAnimationFrame(r4));
}
function B2(n3) {
  1 != n3 && i2 == a2.requestAnimationFrame || ((i2 = a2.requestAnimationFrame) || z2)(g2);
}
function C2(n3) {
  var t4 = r2, u4 = n3.__c;
  "function" == typeof u4 && (n3.__c = void 0, u4()), r2 = t4;
}
function D2(n3) {
  var t4 = r2;
  n3.__c = n3.__(), r2 = t4;
}
function E2(n3, t4) {
  return !n3 || n3.length != t4.length || t4.some(function(t5, r4) {
    return !o2(t5, n3[r4]);
  });
}

// node_modules/@preact/signals-core/dist/signals-core.module.js
var i3 = /* @__PURE__ */ Symbol.for("preact-signals");
function t3() {
  if (!(v3 > 1)) {
    var i4, t4 = false;
    !(function() {
      var i5 = c3;
      c3 = void 0;
      while (void 0 !== i5) {
        var t5 = i5.S;
        if (t5.v === i5.v) {
          for (var r5 = t5.t; void 0 !== r5; r5 = r5.x) if (r5.i === i5.i) r5.i = t5.i;
        }
        i5 = i5.o;
      }
    })();
    while (void 0 !== h3) {
      var r4 = h3;
      h3 = void 0;
      s3++;
      while (void 0 !== r4) {
        var n3 = r4.u;
        r4.u = void 0;
        r4.f &= -3;
        if (!(8 & r4.f) && w3(r4)) try {
          r4.c();
        } catch (r5) {
          if (!t4) {
            i4 = r5;
            t4 = true;
          }
        }
        r4 = n3;
      }
    }
    s3 = 0;
    v3--;
    if (t4) throw i4;
  } else v3--;
}
function r3(i4) {
  if (v3 > 0) return i4();
  u3 = ++e3;
  v3++;
  try {
    return i4();
  } finally {
    t3();
  }
}
var n2;
var o3 = void 0;
function f3(i4) {
  var t4 = o3, r4 = n2;
  o3 = void 0;
  n2 = void 0;
  try {
    return i4();
  } finally {
    o3 = t4;
    n2 = r4;
  }
}
var h3 = void 0;
var v3 = 0;
var s3 = 0;
var e3 = 0;
var u3 = 0;
var c3 = void 0;
var a3 = 0;
function d2(i4) {
  if (void 0 !== o3) {
    var t4 = i4.n;
    if (void 0 === t4 || t4.t !== o3) {
      t4 = { i: 0, S: i4, p: o3.s, n: void 0, t: o3, e: void 0, x: void 0, r: t4 };
      if (void 0 !== o3.s) o3.s.n = t4;
      o3.s = t4;
      i4.n = t4;
      if (32 & o3.f) i4.S(t4);
      return t4;
    } else if (-1 === t4.i) {
      t4.i = 0;
      if (void 0 !== t4.n) {
        t4.n.p = t4.p;
        if (void 0 !== t4.p) t4.p.n = t4.n;
        t4.p = o3.s;
        t4.n = void 0;
        o3.s.n = t4;
        o3.s = t4;
      }
      return t4;
    }
  }
}
function l3(i4, t4) {
  this.v = i4;
  this.i = 0;
  this.n = void 0;
  this.t = void 0;
  this.l = 0;
  this.W = null == t4 ? void 0 : t4.watched;
  this.Z = null == t4 ? void 0 : t4.unwatched;
  this.name = null == t4 ? void 0 : t4.name;
}
l3.prototype.brand = i3;
l3.prototype.h = function() {
  return true;
};
l3.prototype.S = function(i4) {
  var t4 = this, r4 = this.t;
  if (r4 !== i4 && void 0 === i4.e) {
    i4.x = r4;
    this.t = i4;
    if (void 0 !== r4) r4.e = i4;
    else f3(function() {
      var i5;
      null == (i5 = t4.W) || i5.call(t4);
    });
  }
};
l3.prototype.U = function(i4) {
  var t4 = this;
  if (void 0 !== this.t) {
    var r4 = i4.e, n3 = i4.x;
    if (void 0 !== r4) {
      r4.x = n3;
      i4.e = void 0;
    }
    if (void 0 !== n3) {
      n3.e = r4;
      i4.x = void 0;
    }
    if (i4 === this.t) {
      this.t = n3;
      if (void 0 === n3) f3(function() {
        var i5;
        null == (i5 = t4.Z) || i5.call(t4);
      });
    }
  }
};
l3.prototype.subscribe = function(i4) {
  var t4 = this;
  return x2(function() {
    var r4 = t4.value;
    f3(function() {
      return i4(r4);
    });
  }, { name: "sub" });
};
l3.prototype.valueOf = function() {
  return this.value;
};
l3.prototype.toString = function() {
  return this.value + "";
};
l3.prototype.toJSON = function() {
  return this.value;
};
l3.prototype.peek = function() {
  var i4 = this;
  return f3(function() {
    return i4.value;
  });
};
Object.defineProperty(l3.prototype, "value", { get: function() {
  var i4 = d2(this);
  if (void 0 !== i4) i4.i = this.i;
  return this.v;
}, set: function(i4) {
  if (i4 !== this.v) {
    if (s3 > 100) throw new Error("Cycle detected");
    !(function(i5) {
      if (0 !== v3 && 0 === s3) {
        if (i5.l !== u3) {
          i5.l = u3;
          c3 = { S: i5, v: i5.v, i: i5.i, o: c3 };
        }
      }
    })(this);
    this.v = i4;
    this.i++;
    a3++;
    v3++;
    try {
      for (var r4 = this.t; void 0 !== r4; r4 = r4.x) r4.t.N();
    } finally {
      t3();
    }
  }
} });
function y3(i4, t4) {
  return new l3(i4, t4);
}
function w3(i4) {
  for (var t4 = i4.s; void 0 !== t4; t4 = t4.n) if (t4.S.i !== t4.i || !t4.S.h() || t4.S.i !== t4.i) return true;
  return false;
}
function b(i4) {
  for (var t4 = i4.s; void 0 !== t4; t4 = t4.n) {
    var r4 = t4.S.n;
    if (void 0 !== r4) t4.r = r4;
    t4.S.n = t4;
    t4.i = -1;
    if (void 0 === t4.n) {
      i4.s = t4;
      break;
    }
  }
}
function _2(i4) {
  var t4 = i4.s, r4 = void 0;
  while (void 0 !== t4) {
    var n3 = t4.p;
    if (-1 === t4.i) {
      t4.S.U(t4);
      if (void 0 !== n3) n3.n = t4.n;
      if (void 0 !== t4.n) t4.n.p = n3;
    } else r4 = t4;
    t4.S.n = t4.r;
    if (void 0 !== t4.r) t4.r = void 0;
    t4 = n3;
  }
  i4.s = r4;
}
function j2(i4, t4) {
  l3.call(this, void 0, t4);
  this.x = i4;
  this.s = void 0;
  this.g = a3 - 1;
  this.f = 4;
}
j2.prototype = new l3();
j2.prototype.h = function() {
  this.f &= -3;
  if (1 & this.f) return false;
  if (32 == (36 & this.f)) return true;
  this.f &= -5;
  if (this.g === a3) return true;
  this.g = a3;
  this.f |= 1;
  if (this.i > 0 && !w3(this)) {
    this.f &= -2;
    return true;
  }
  var i4 = o3;
  try {
    b(this);
    o3 = this;
    var t4 = this.x();
    if (16 & this.f || this.v !== t4 || 0 === this.i) {
      this.v = t4;
      this.f &= -17;
      this.i++;
    }
  } catch (i5) {
    this.v = i5;
    this.f |= 16;
    this.i++;
  }
  o3 = i4;
  _2(this);
  this.f &= -2;
  return true;
};
j2.prototype.S = function(i4) {
  if (void 0 === this.t) {
    this.f |= 36;
    for (var t4 = this.s; void 0 !== t4; t4 = t4.n) t4.S.S(t4);
  }
  l3.prototype.S.call(this, i4);
};
j2.prototype.U = function(i4) {
  if (void 0 !== this.t) {
    l3.prototype.U.call(this, i4);
    if (void 0 === this.t) {
      this.f &= -33;
      for (var t4 = this.s; void 0 !== t4; t4 = t4.n) t4.S.U(t4);
    }
  }
};
j2.prototype.N = function() {
  if (!(2 & this.f)) {
    this.f |= 6;
    for (var i4 = this.t; void 0 !== i4; i4 = i4.x) i4.t.N();
  }
};
Object.defineProperty(j2.prototype, "value", { get: function() {
  if (1 & this.f) throw new Error("Cycle detected");
  var i4 = d2(this);
  this.h();
  if (void 0 !== i4) i4.i = this.i;
  if (16 & this.f) throw this.v;
  return this.v;
} });
function O(i4, t4) {
  return new j2(i4, t4);
}
function p3(i4) {
  var r4 = i4.j;
  i4.j = void 0;
  if ("function" == typeof r4) {
    v3++;
    var n3 = o3;
    o3 = void 0;
    try {
      r4();
    } catch (t4) {
      i4.f &= -2;
      i4.f |= 8;
      g3(i4);
      throw t4;
    } finally {
      o3 = n3;
      t3();
    }
  }
}
function g3(i4) {
  for (var t4 = i4.s; void 0 !== t4; t4 = t4.n) t4.S.U(t4);
  i4.x = void 0;
  i4.s = void 0;
  p3(i4);
}
function S2(i4) {
  if (o3 !== this) throw new Error("Out-of-order effect");
  _2(this);
  o3 = i4;
  this.f &= -2;
  try {
    if (8 & this.f) g3(this);
  } finally {
    t3();
  }
}
function m3(i4, t4) {
  this.x = i4;
  this.j = void 0;
  this.s = void 0;
  this.u = void 0;
  this.f = 32;
  this.name = null == t4 ? void 0 : t4.name;
  if (n2) n2.push(this);
}
m3.prototype.c = function() {
  var i4 = this.S();
  try {
    if (8 & this.f) return;
    if (void 0 === this.x) return;
    var t4 = this.x();
    if ("function" == typeof t4) this.j = t4;
  } finally {
    i4();
  }
};
m3.prototype.S = function() {
  if (1 & this.f) throw new Error("Cycle detected");
  this.f |= 1;
  this.f &= -9;
  p3(this);
  b(this);
  v3++;
  var i4 = o3;
  o3 = this;
  return S2.bind(this, i4);
};
m3.prototype.N = function() {
  if (!(2 & this.f)) {
    this.f |= 2;
    this.u = h3;
    h3 = this;
  }
};
m3.prototype.d = function() {
  this.f |= 8;
  if (!(1 & this.f)) g3(this);
};
m3.prototype.dispose = function() {
  this.d();
};
function x2(i4, t4) {
  var r4 = new m3(i4, t4);
  try {
    r4.c();
  } catch (i5) {
    r4.d();
    throw i5;
  }
  var n3 = r4.d.bind(r4);
  n3[Symbol.dispose] = n3;
  return n3;
}

// node_modules/@preact/signals/dist/signals.module.js
var h4;
var d3;
var p4;
var m4 = "undefined" != typeof window && !!window.__PREACT_SIGNALS_DEVTOOLS__;
var g4 = [];
x2(function() {
  h4 = this.N;
})();
function b2(i4, n3) {
  n[i4] = n3.bind(null, n[i4] || function() {
  });
}
function y4(i4) {
  if (p4) {
    var n3 = p4;
    p4 = void 0;
    n3();
  }
  p4 = i4 && i4.S();
}
function w4(i4) {
  var n3 = this, r4 = i4.data, t4 = useSignal(r4);
  t4.name = "ReactiveDom";
  t4.value = r4;
  var e4 = w2(function() {
    var i5 = n3, r5 = n3.__v;
    while (r5 = r5.__) if (r5.__c) {
      r5.__c.__$f |= 4;
      break;
    }
    var o5 = O(function() {
      var i6 = t4.value.value;
      return 0 === i6 ? 0 : true === i6 ? "" : i6 || "";
    }), e5 = O(function() {
      return !Array.isArray(o5.value) && !r(o5.value);
    }), u5 = x2(function() {
      this.N = M;
      if (e5.value) {
        var n4 = o5.value;
        if (i5.__v && i5.__v.__e && 3 === i5.__v.__e.nodeType) i5.__v.__e.data = n4;
      }
    }), c5 = n3.__$u.d;
    n3.__$u.d = function() {
      u5();
      c5.call(this);
    };
    return [e5, o5];
  }, []), u4 = e4[0], c4 = e4[1];
  return u4.value ? c4.peek() : c4.value;
}
w4.displayName = "ReactiveTextNode";
Object.defineProperties(l3.prototype, { constructor: { configurable: true, value: k($, null).constructor }, type: { configurable: true, value: w4 }, props: { configurable: true, get: function() {
  var i4 = this;
  return { data: { get value() {
    return i4.value;
  } } };
} }, __b: { configurable: true, value: 1 } });
b2("__b", function(i4, n3) {
  y4();
  d3 = void 0;
  if ("string" == typeof n3.type) {
    var r4, t4 = n3.props;
    for (var f5 in t4) if ("children" !== f5) {
      var o5 = t4[f5];
      if (o5 instanceof l3) {
        if (!r4) n3.__np = r4 = {};
        r4[f5] = o5;
        t4[f5] = o5.peek();
      }
    }
  }
  i4(n3);
});
b2("__r", function(i4, r4) {
  i4(r4);
  if (r4.type !== $) {
    y4();
    var t4, f5 = r4.__c;
    if (f5) {
      f5.__$f &= -2;
      if (void 0 === (t4 = f5.__$u)) f5.__$u = t4 = (function(i5, n3) {
        var r5;
        x2(function() {
          r5 = this;
        }, { name: n3 });
        r5.c = i5;
        return r5;
      })(/* @__PURE__ */ (function(i5) {
        return function() {
          var n3;
          if (m4) null == (n3 = this.y) || n3.call(this);
          i5.__$f |= 1;
          i5.setState({});
        };
      })(f5), "function" == typeof r4.type ? r4.type.displayName || r4.type.name : "");
    }
    d3 = f5;
    y4(t4);
  }
});
b2("__e", function(i4, n3, r4, t4) {
  y4();
  d3 = void 0;
  i4(n3, r4, t4);
});
b2("diffed", function(i4, n3) {
  y4();
  d3 = void 0;
  var r4;
  if ("string" == typeof n3.type && (r4 = n3.__e)) {
    var t4 = n3.__np, f5 = n3.props, o5 = r4.U;
    if (o5) for (var e4 in o5) {
      var u4 = o5[e4];
      if (!(void 0 === u4 || t4 && e4 in t4)) {
        u4.d();
        o5[e4] = void 0;
      }
    }
    if (t4) {
      if (!o5) {
        o5 = {};
        r4.U = o5;
      }
      for (var a5 in t4) {
        var c4 = o5[a5], v4 = t4[a5];
        if (void 0 === c4) {
          c4 = k3(r4, a5, v4, f5);
          o5[a5] = c4;
        } else c4.o(v4, f5);
      }
    }
  }
  i4(n3);
});
function k3(i4, n3, r4, t4) {
  var f5 = n3 in i4 && void 0 === i4.ownerSVGElement, o5 = y3(r4);
  return { o: function(i5, n4) {
    o5.value = i5;
    t4 = n4;
  }, d: x2(function() {
    this.N = M;
    var r5 = o5.value.value;
    if (t4[n3] !== r5) {
      t4[n3] = r5;
      if (f5) i4[n3] = r5;
      else if (null != r5 && (false !== r5 || "-" === n3[4])) i4.setAttribute(n3, r5);
      else i4.removeAttribute(n3);
    }
  }) };
}
b2("unmount", function(i4, n3) {
  if ("string" == typeof n3.type) {
    var r4 = n3.__e;
    if (r4) {
      var t4 = r4.U;
      if (t4) {
        r4.U = void 0;
        for (var f5 in t4) {
          var o5 = t4[f5];
          if (o5) o5.d();
        }
      }
    }
    var e4 = n3.__np;
    if (e4) {
      var u4 = n3.props;
      for (var a5 in e4) u4[a5] = e4[a5];
    }
    n3.__np = void 0;
  } else {
    var c4 = n3.__c;
    if (c4) {
      c4.__$f |= 8;
      var v4 = c4.__$u;
      if (v4) {
        c4.__$u = void 0;
        v4.d();
      }
    }
  }
  i4(n3);
});
b2("__h", function(i4, n3, r4, t4) {
  if (t4 < 3) n3.__$f |= 2;
  i4(n3, r4, t4);
});
x.prototype.shouldComponentUpdate = function(i4, n3) {
  if (this.__R) return true;
  var r4 = this.__$u, t4 = r4 && void 0 !== r4.s;
  for (var f5 in n3) return true;
  if (this.__f || "boolean" == typeof this.u && true === this.u) {
    var o5 = 2 & this.__$f;
    if (!(t4 || o5 || 4 & this.__$f)) return true;
    if (1 & this.__$f) return true;
  } else {
    if (!(t4 || 4 & this.__$f)) return true;
    if (3 & this.__$f) return true;
  }
  for (var e4 in i4) if ("__source" !== e4 && i4[e4] !== this.props[e4]) return true;
  for (var u4 in this.props) if (!(u4 in i4)) return true;
  return false;
};
function useSignal(i4, n3) {
  return w2(function() {
    return y3(i4, n3);
  }, []);
}
var A3 = function(i4) {
  queueMicrotask(function() {
    queueMicrotask(i4);
  });
};
function F3() {
  r3(function() {
    var i4;
    while (i4 = g4.shift()) h4.call(i4);
  });
}
function M() {
  if (1 === g4.push(this)) (n.requestAnimationFrame || A3)(F3);
}

// src/api.ts
var up = document.querySelector("meta[name=root]")?.getAttribute("content") ?? "./";
var root = new URL(up, location.href).pathname;
var Refused = class extends Error {
  constructor(problem3) {
    super(problem3.detail);
    this.problem = problem3;
  }
  problem;
  get status() {
    return this.problem.status;
  }
};
var unreachable = {
  type: "unreachable",
  title: "The server cannot be reached",
  status: 0,
  detail: "mailrig does not answer: it was stopped, or the network is gone.",
  hint: "Start it again. This page goes on by itself."
};
function url(path2, query2 = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query2)) {
    if (value === void 0 || value === "") continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  const text = parameters.toString();
  return root + path2.slice(1) + (text ? "?" + text : "");
}
async function problemOf(response) {
  const fallback = {
    type: "about:blank",
    title: response.statusText || "The server refused",
    status: response.status,
    detail: `The server answered ${response.status}.`
  };
  try {
    return { ...fallback, ...await response.json() };
  } catch {
    return fallback;
  }
}
async function ask(method, where2, body, options = {}) {
  let response;
  try {
    response = await fetch(where2, {
      method,
      headers: body === void 0 ? {} : { "Content-Type": "application/json" },
      body: body === void 0 ? void 0 : typeof body === "string" ? body : JSON.stringify(body),
      ...options
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused(unreachable);
  }
  if (!response.ok) throw new Refused(await problemOf(response));
  return response;
}
async function get(path2, query2, options) {
  return (await ask("GET", url(path2, query2), void 0, options)).json();
}
function problemFrom(error) {
  if (error instanceof Refused) return error.problem;
  return { type: "page", title: "The page stumbled", status: 0, detail: String(error), hint: "Reload it." };
}

// src/format.ts
var two = (n3) => String(n3).padStart(2, "0");
function time(iso, milliseconds = false) {
  const at = new Date(iso);
  const text = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return milliseconds ? `${text}.${String(at.getMilliseconds()).padStart(3, "0")}` : text;
}
var months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function moment(iso, milliseconds = false) {
  const at = new Date(iso);
  const today = (/* @__PURE__ */ new Date()).toDateString() === at.toDateString();
  return today ? time(iso, milliseconds) : `${at.getDate()} ${months[at.getMonth()]} ${time(iso, milliseconds)}`;
}
function full(iso) {
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time(iso, true)}`;
}
function size(octets) {
  if (octets < 1024) return `${octets} B`;
  if (octets < 1024 * 1024) return `${(octets / 1024).toFixed(1)} KB`;
  return `${(octets / 1024 / 1024).toFixed(1)} MB`;
}
function micros(iso) {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? "";
  return Math.floor(Date.parse(iso) / 1e3) * 1e6 + Number(fraction.slice(0, 6).padEnd(6, "0"));
}
function duration(us) {
  if (us < 1e3) return `${us} µs`;
  if (us < 1e4) return `${(us / 1e3).toFixed(1)} ms`;
  if (us < 1e6) return `${Math.round(us / 1e3)} ms`;
  if (us < 6e7) return `${(us / 1e6).toFixed(us < 1e7 ? 2 : 1)} s`;
  const minutes = us / 6e7;
  if (minutes < 60) return `${Math.floor(minutes)} min ${Math.round(us / 1e6 % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${Math.round(minutes % 60)} min`;
}
function count(n3) {
  return String(n3).replace(/\B(?=(\d{3})+$)/g, " ");
}
function plural(n3, noun, many = noun + "s") {
  return `${count(n3)} ${n3 === 1 ? noun : many}`;
}
function withoutCode(reply) {
  return (reply ?? "").split("\r\n").pop().replace(/^\d{3}[ -]?(\d\.\d{1,3}\.\d{1,3} )?/, "");
}
function cut(text, most3 = 300) {
  return text.length <= most3 ? text : text.slice(0, most3) + "…";
}
function tone(outcome) {
  if (!outcome) return "good";
  if (outcome[0] === "2" || outcome[0] === "3") return "good";
  if (outcome[0] === "4") return "soft";
  if (outcome[0] === "5" || outcome === "failed") return "hard";
  if (outcome === "quit" || outcome === "open") return "good";
  return "broken";
}

// src/live.ts
var state = y3("catching up");
var since = y3(null);
var listeners = /* @__PURE__ */ new Set();
var kinds = ["message", "transaction", "session", "rule", "held"];
var pause = 200;
var portion = 50;
var most = 2e3;
var pending = fresh();
var timer;
var busy = false;
function fresh() {
  return { all: false, kinds: /* @__PURE__ */ new Set(), records: /* @__PURE__ */ new Map() };
}
function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
function note(kind, data) {
  pending.kinds.add(kind);
  const id = data?.id;
  if (id) pending.records.set(id, data);
  if (pending.records.size > most) everything();
  else schedule();
}
function everything() {
  pending = { ...fresh(), all: true };
  for (const kind of kinds) pending.kinds.add(kind);
  schedule();
}
function schedule() {
  timer ??= setTimeout(deliver, pause);
}
async function deliver() {
  timer = void 0;
  if (busy) return schedule();
  const changes = pending;
  pending = fresh();
  busy = true;
  await Promise.allSettled([...listeners].map(async (listener) => listener(changes)));
  busy = false;
  if (changes.all && state.value === "catching up" && streaming) become("live");
}
function announce(kind) {
  channel?.postMessage({ kind });
}
var source = null;
var streaming = false;
var leading = false;
var channel = "BroadcastChannel" in window ? new BroadcastChannel("mailrig " + root) : null;
function become(next2) {
  if (next2 !== state.value) since.value = /* @__PURE__ */ new Date();
  state.value = next2;
}
function opened() {
  streaming = true;
  become("catching up");
  everything();
}
function lost() {
  streaming = false;
  become("offline");
}
var untold = [];
function tell(message) {
  if (!leading || !channel) return;
  if (untold.length) channel.postMessage({ news: untold });
  untold = [];
  channel.postMessage(message);
}
function tellSoon(news2) {
  if (!leading || !channel) return;
  if (untold.push(news2) > 1) return;
  setTimeout(() => {
    if (untold.length) channel.postMessage({ news: untold });
    untold = [];
  }, portion);
}
function open() {
  source?.close();
  source = new EventSource(url("/v1/events"));
  source.onopen = () => {
    opened();
    tell({ stream: true });
  };
  source.onerror = () => {
    lost();
    tell({ stream: false });
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => source && open(), 2e3);
  };
  for (const kind of kinds)
    source.addEventListener(kind, (event) => {
      let data = null;
      try {
        data = JSON.parse(event.data);
      } catch {
      }
      note(kind, data);
      tellSoon({ kind, data });
    });
  source.addEventListener("reset", () => {
    everything();
    tell({ reset: true });
  });
}
function close() {
  source?.close();
  source = null;
}
channel?.addEventListener("message", ({ data }) => {
  if (data.hello) {
    if (leading) tell({ stream: streaming });
  } else if (data.stream !== void 0) {
    if (data.stream && !streaming) opened();
    else if (!data.stream) lost();
  } else if (data.reset) {
    everything();
  } else if (data.kind) {
    note(data.kind, null);
  } else {
    for (const each of data.news ?? []) note(each.kind, each.data);
  }
});
function start() {
  everything();
  if (navigator.locks && channel) {
    channel.postMessage({ hello: true });
    void navigator.locks.request("mailrig live " + root, () => {
      leading = true;
      open();
      return new Promise(() => {
      });
    });
    return;
  }
  const look2 = () => document.visibilityState === "visible" ? source ?? open() : close();
  document.addEventListener("visibilitychange", look2);
  look2();
}

// src/route.ts
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
function parse(where2) {
  const path2 = where2.pathname.startsWith(root) ? where2.pathname.slice(root.length) : where2.pathname.slice(1);
  const [first = "", second = "", third = ""] = path2.split("/").map(decode);
  const query2 = new URLSearchParams(where2.search);
  const route2 = (screen, id = second, tab = third) => ({ screen, id, tab, query: query2, hash: where2.hash.slice(1) });
  switch (first) {
    case "":
    case "inbox":
      return route2("inbox");
    case "m":
      return second ? route2("message") : route2("unknown", path2);
    case "t":
      return second ? route2("transaction") : route2("unknown", path2);
    case "sessions":
      return route2("sessions");
    case "s":
      if (!second) return route2("sessions");
      return second.includes("..") ? route2("diff") : route2("session");
    case "attempts":
      return route2("attempts");
    case "faults":
      return route2("faults");
    case "scenarios":
      return route2("scenario");
    case "findings":
      return route2("findings");
    case "connect":
      return route2("connect");
    default:
      return route2("unknown", path2);
  }
}
var here = y3(parse(location));
var route = O(() => here.value);
addEventListener("popstate", () => here.value = parse(location));
addEventListener("hashchange", () => here.value = parse(location));
function href(path2, query2 = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query2)) if (value) parameters.set(name, value);
  const text = parameters.toString();
  return root + path2.slice(1) + (text ? "?" + text : "");
}
function go(url2, replace = false) {
  if (url2 === location.pathname + location.search + location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", url2);
  here.value = parse(location);
}
function setQuery(changes) {
  const query2 = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) value ? query2.set(name, value) : query2.delete(name);
  const text = query2.toString();
  go(location.pathname + (text ? "?" + text : "") + location.hash, true);
}
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target?.closest?.("a");
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (!link.pathname.startsWith(root) || link.pathname.startsWith(root + "v1/")) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
});

// src/rows.ts
var perPage = 100;
var Rows = class {
  constructor(query2) {
    this.query = query2;
  }
  query;
  /** Counts changes of what `at` answers. */
  version = y3(0);
  /** Entries on the server that match; null before the first answer. */
  total = y3(null);
  /** Of those, how many the list shows: the rest has come since it was scrolled. */
  shown = y3(0);
  problem = y3(null);
  pages = /* @__PURE__ */ new Map();
  asked = /* @__PURE__ */ new Set();
  hidden = [];
  removed = -1;
  hold = false;
  /** Rows on the screen. */
  get length() {
    this.version.value;
    return this.shown.value - this.hidden.reduce((sum, range) => sum + Math.min(range.to, this.shown.value) - Math.min(range.from, this.shown.value), 0);
  }
  get fresh() {
    return (this.total.value ?? 0) - this.shown.value;
  }
  /** The entry in row `row`, if its page is here. */
  at(row) {
    this.version.value;
    const index = this.indexOf(row);
    return index < 0 ? void 0 : this.pages.get(Math.floor(index / perPage))?.items[index % perPage];
  }
  /** The row of an entry that has been fetched; -1 if it is not known. */
  rowOf(id) {
    for (const [number, page] of this.pages)
      for (let i4 = 0; i4 < page.items.length; ++i4)
        if (page.items[i4].id === id || page.items[i4].transaction === id) return this.rowAt(number * perPage + i4);
    return -1;
  }
  /** Asks for the pages of these rows that are not here. */
  need(first, last2) {
    const wanted = /* @__PURE__ */ new Set();
    for (let row = Math.max(0, first); row <= Math.min(last2, this.length - 1); ++row) wanted.add(Math.floor(this.indexOf(row) / perPage));
    for (const number of wanted) {
      const page = this.pages.get(number);
      if ((!page || page.stale) && !this.asked.has(number)) void this.fetch(number);
    }
  }
  /** Looks at the newest end again. */
  async refresh() {
    await this.fetch(Math.floor((this.total.peek() ?? 0) / perPage));
  }
  /** Rows stay still while this is set: what comes is only counted. */
  still(hold) {
    this.hold = hold;
    if (!hold && this.total.value !== null) this.shown.value = this.total.value;
  }
  invalidate() {
    for (const page of this.pages.values()) page.stale = true;
    this.version.value++;
  }
  /** Changes an entry here, as it was changed on the server. */
  change(id, how) {
    for (const page of this.pages.values())
      page.items = page.items.map((entry) => entry.id === id ? { ...entry, ...how } : entry);
    this.version.value++;
  }
  /** Outcomes as they stand by now, from transactions that were told again. */
  correct(records) {
    const outcome = (entry) => records.get(entry.transaction ?? "")?.outcome ?? entry.outcome;
    let changed = false;
    for (const page of this.pages.values()) {
      if (!page.items.some((entry) => outcome(entry) !== entry.outcome)) continue;
      page.items = page.items.map((entry) => ({ ...entry, outcome: outcome(entry) }));
      changed = true;
    }
    if (changed) this.version.value++;
  }
  changeAll(how) {
    for (const page of this.pages.values()) page.items = page.items.map((entry) => ({ ...entry, ...how }));
    this.version.value++;
  }
  /** Takes rows off the screen, which may yet be undone; null: all that are there. */
  hide(rows2) {
    const indexes = rows2?.map((row) => this.indexOf(row));
    const ranges = indexes ? indexes.map((index) => ({ from: index, to: index + 1 })) : [{ from: 0, to: this.shown.value }];
    this.hidden = merge([...this.hidden, ...ranges]);
    this.version.value++;
  }
  unhide() {
    this.hidden = [];
    this.version.value++;
  }
  /** After a deletion: what is there now, in one step. */
  async settle() {
    const old = this.pages;
    this.pages = /* @__PURE__ */ new Map();
    this.asked.clear();
    const number = Math.floor(Math.max(0, (this.total.peek() ?? 0) - 1) / perPage);
    try {
      const list2 = await this.load(number, Math.max(perPage, 100));
      r3(() => {
        this.hidden = [];
        this.take(number, list2);
      });
    } catch (error) {
      this.pages = old;
      this.hidden = [];
      this.problem.value = problemFrom(error);
    }
    this.version.value++;
  }
  load(number, limit = perPage) {
    return get("/v1/entries", { ...this.query, order: "asc", offset: number * perPage, limit });
  }
  async fetch(number) {
    this.asked.add(number);
    try {
      const list2 = await this.load(number);
      r3(() => this.take(number, list2));
    } catch (error) {
      this.problem.value = problemFrom(error);
    } finally {
      this.asked.delete(number);
    }
  }
  take(number, list2) {
    if (this.removed >= 0 && list2.removed !== this.removed) for (const page of this.pages.values()) page.stale = true;
    this.removed = list2.removed;
    const last2 = Math.floor(list2.total / perPage);
    for (const [each, page] of this.pages) {
      if (each > last2) this.pages.delete(each);
      else if (page.items.length < Math.min(perPage, list2.total - each * perPage)) page.stale = true;
    }
    this.pages.set(number, { items: list2.items, stale: list2.items.length < Math.min(perPage, list2.total - number * perPage) });
    this.total.value = list2.total;
    if (!this.hold || this.shown.value > list2.total) this.shown.value = list2.total;
    this.problem.value = null;
    this.version.value++;
  }
  indexOf(row) {
    let index = this.shown.value - 1 - row;
    for (let i4 = this.hidden.length - 1; i4 >= 0; --i4) {
      const range = this.hidden[i4];
      if (range.from > this.shown.value) continue;
      if (index < range.to) index -= range.to - range.from;
    }
    return index;
  }
  rowAt(index) {
    let row = this.shown.value - 1 - index;
    for (const range of this.hidden) {
      if (index >= range.from && index < range.to) return -1;
      if (index < range.from) row -= Math.min(range.to, this.shown.value) - range.from;
    }
    return row;
  }
};
function merge(ranges) {
  const out = [];
  for (const range of ranges.sort((a5, b3) => a5.from - b3.from)) {
    const last2 = out[out.length - 1];
    if (last2 && range.from <= last2.to) last2.to = Math.max(last2.to, range.to);
    else out.push({ ...range });
  }
  return out;
}

// node_modules/preact/jsx-runtime/dist/jsxRuntime.mjs
var f4 = /* @__PURE__ */ Symbol.for("pv");
var o4 = 0;
function a4(t4, e4, n3, u4, a5, i4) {
  e4 || (e4 = {});
  var c4, l4, p5 = e4;
  if ("ref" in p5 && "function" != typeof t4) for (l4 in p5 = {}, e4) "ref" == l4 ? c4 = e4[l4] : p5[l4] = e4[l4];
  var s4 = { type: t4, props: p5, key: n3, ref: c4, __k: null, __: null, __b: 0, __e: null, __c: null, constructor: f4, __v: --o4, __i: -1, __u: 0 };
  return (a5 || i4) && (s4.__source = a5, s4.__self = i4), n.vnode && n.vnode(s4), s4;
}

// src/toast.tsx
var current = y3(null);
var timer2;
var grace = 8e3;
function finish() {
  clearTimeout(timer2);
  const { commit } = current.value ?? {};
  current.value = null;
  commit?.();
}
function say(text) {
  if (current.value?.undo) return;
  clearTimeout(timer2);
  current.value = { text };
  timer2 = setTimeout(finish, 2500);
}
function undoable(text, commit, undo2) {
  finish();
  current.value = { text, commit, undo: undo2 };
  timer2 = setTimeout(finish, grace);
}
function undo() {
  const toast = current.value;
  if (!toast?.undo) return false;
  clearTimeout(timer2);
  current.value = null;
  toast.undo();
  return true;
}
addEventListener("pagehide", finish);
function ToastPlace() {
  const toast = current.value;
  return /* @__PURE__ */ a4("div", { class: "toast-place", role: "status", "aria-live": "polite", children: toast && /* @__PURE__ */ a4("div", { class: "toast", children: [
    /* @__PURE__ */ a4("span", { children: toast.text }),
    toast.undo && /* @__PURE__ */ a4("button", { type: "button", class: "link", onClick: undo, children: [
      "Undo ",
      /* @__PURE__ */ a4("kbd", { children: "z" })
    ] })
  ] }) });
}

// src/box.ts
var box = y3("");
var search = y3("");
x2(() => {
  const { screen, id, query: query2 } = route.value;
  if (screen !== "inbox") return;
  box.value = id;
  search.value = query2.get("q") ?? "";
});
var rows = O(() => new Rows({ inbox: box.value, q: search.value }));
x2(() => void rows.value.refresh());
var ticked = y3(/* @__PURE__ */ new Map());
x2(() => {
  rows.value;
  ticked.value = /* @__PURE__ */ new Map();
});
var following = y3(false);
var openId = O(() => {
  const { screen, id, query: query2 } = route.value;
  return screen === "message" || screen === "transaction" || screen === "session" && query2.get("from") === "inbox" ? id : "";
});
function urlOf(entry) {
  const now = route.value;
  const keep = now.screen === "message" || now.screen === "transaction";
  const tab = keep && now.tab ? "/" + now.tab : "";
  const view = keep ? { w: now.query.get("w") ?? void 0, scheme: now.query.get("scheme") ?? void 0 } : {};
  if (entry.kind === "message") return href(`/m/${entry.id}${tab}`, view);
  if (entry.kind === "transaction") return href(`/t/${entry.id}`, view);
  return href(`/s/${entry.id}`, { from: "inbox" });
}
function listUrl() {
  return href("/inbox" + (box.value ? "/" + encodeURIComponent(box.value) : ""), { q: search.value });
}
function openEntry(entry, replace = false) {
  go(urlOf(entry), replace);
  if (entry.kind === "message" && !entry.read) void setRead(entry, true);
}
var openRow = O(() => {
  rows.value.version.value;
  return openId.value ? rows.value.rowOf(openId.value) : -1;
});
function step(by) {
  const at = openRow.value;
  const next2 = at < 0 ? 0 : at + by;
  const entry = rows.value.at(next2);
  if (entry) openEntry(entry, openId.value !== "");
  else if (at >= 0 && next2 >= 0 && next2 < rows.value.length) rows.value.need(next2, next2);
}
async function setRead(entry, read) {
  if (entry.kind !== "message") return;
  rows.value.change(entry.id, { read });
  try {
    await ask("PATCH", url(`/v1/messages/${entry.id}`, { brief: true }), { read });
    announce("read");
  } catch (error) {
    rows.value.change(entry.id, { read: !read });
    say(problemFrom(error).detail);
  }
}
async function readAll() {
  try {
    await ask("PATCH", url("/v1/messages", { inbox: box.value, q: search.value }), { read: true });
    rows.value.changeAll({ read: true });
    announce("read");
  } catch (error) {
    say(problemFrom(error).detail);
  }
}
var atOnce = { keepalive: true };
function remove(entries) {
  const list2 = rows.value;
  const shown2 = entries.map((entry) => list2.rowOf(entry.id)).filter((row) => row >= 0);
  const at = openRow.value;
  const leaving = at >= 0 && shown2.includes(at);
  list2.hide(shown2);
  ticked.value = /* @__PURE__ */ new Map();
  if (leaving) {
    const next2 = list2.at(Math.min(at, list2.length - 1));
    next2 ? openEntry(next2, true) : go(listUrl(), true);
  }
  undoable(
    `${plural(entries.length, "entry", "entries")} deleted`,
    () => void send(entries.map((entry) => entry.place).filter(Boolean)),
    () => list2.unhide()
  );
  async function send(places) {
    try {
      for (const entry of entries) if (!entry.place) await ask("DELETE", url("/v1/messages/" + entry.id), void 0, atOnce);
      for (let i4 = 0; i4 < places.length; i4 += 500)
        await ask("DELETE", url("/v1/entries", { place: places.slice(i4, i4 + 500).map(String) }), void 0, atOnce);
    } catch (error) {
      say(problemFrom(error).detail);
    }
    await list2.settle();
  }
}
function removeAll() {
  const list2 = rows.value;
  const query2 = { inbox: box.value, q: search.value };
  const many = list2.length;
  list2.hide(null);
  ticked.value = /* @__PURE__ */ new Map();
  if (openId.value) go(listUrl(), true);
  undoable(
    `${plural(many, "entry", "entries")} deleted`,
    async () => {
      try {
        await ask("DELETE", url("/v1/entries", query2.inbox || query2.q ? query2 : { all: true }), void 0, atOnce);
      } catch (error) {
        say(problemFrom(error).detail);
      }
      await list2.settle();
    },
    () => list2.unhide()
  );
}
function tick(entry) {
  const next2 = new Map(ticked.value);
  if (!next2.delete(entry.id)) next2.set(entry.id, entry);
  ticked.value = next2;
}
onChange(async (changes) => {
  const list2 = rows.value;
  if (changes.all) list2.invalidate();
  if (changes.kinds.has("read")) list2.invalidate();
  list2.correct(changes.records);
  const interesting = changes.all || ["message", "transaction", "session", "held", "read"].some((kind) => changes.kinds.has(kind));
  if (!interesting) return;
  const before = list2.total.value ?? 0;
  await list2.refresh();
  if (following.value && !changes.all && (list2.total.value ?? 0) > before) {
    list2.still(false);
    await follow();
  }
});
async function follow() {
  rows.value.need(0, 0);
  const entry = rows.value.at(0);
  if (entry && entry.id !== openId.value) openEntry(entry, openId.value !== "");
}
function toggleFollow() {
  following.value = !following.value;
  say(following.value ? "Following: each new mail is opened" : "No longer following");
}
var boxes = y3(["default"]);
async function findBoxes() {
  try {
    const list2 = await get("/v1/inboxes");
    boxes.value = [.../* @__PURE__ */ new Set(["default", ...list2.items.map((item) => item.name)])];
  } catch {
  }
}
onChange((changes) => changes.all || changes.kinds.has("held") ? findBoxes() : void 0);
function pickBox(name) {
  go(href("/inbox" + (name ? "/" + encodeURIComponent(name) : ""), { q: search.value }));
}
function pickSearch(text) {
  if (route.value.screen === "inbox") setQuery({ q: text || void 0 });
  else go(href("/inbox" + (box.value ? "/" + encodeURIComponent(box.value) : ""), { q: text }));
}

// src/code.ts
var base = () => location.origin + root.replace(/\/$/, "");
var shell = (text) => `'${text.replace(/'/g, `'\\''`)}'`;
function ruleAsCurl(rule) {
  return `curl -sS --fail-with-body -H 'Content-Type: application/json' \\
  ${base()}/v1/rules \\
  -d ${shell(JSON.stringify(rule, null, 2))}`;
}
function ruleAsPython(rule) {
  const json = JSON.stringify(rule, null, 4).replace(/\btrue\b/g, "True").replace(/\bfalse\b/g, "False").replace(/\bnull\b/g, "None");
  return `import requests

def arm():
    rule = ${json.replace(/\n/g, "\n    ")}
    answer = requests.post("${base()}/v1/rules", json=rule)
    answer.raise_for_status()
    return answer.json()["id"]`;
}
function ruleAsNode(rule) {
  return `const answer = await fetch('${base()}/v1/rules', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(${JSON.stringify(rule, null, 2).replace(/\n/g, "\n  ")}),
});
if (!answer.ok) throw new Error(await answer.text());`;
}
function ruleAsFile(rule, name = "my-scenario") {
  return JSON.stringify({ name, rules: [rule] }, null, 2);
}
var escape = (text) => text.replace(/[\\*?]/g, "\\$&");
function ruleFor(event, session) {
  const events = session.events ?? [];
  const at = events.indexOf(event);
  const reply = event.from === "server" ? event : events.slice(at).find((each) => each.from === "server");
  const command = event.from === "client" ? event : events.slice(0, at).reverse().find((each) => each.from === "client");
  const stage = event.stage ?? reply?.stage ?? "rcpt";
  const rule = { name: `from-${session.id}`, on: stage };
  const path2 = /<([^>]*)>/.exec(command?.text ?? "")?.[1];
  if (stage === "rcpt" && path2) rule.match = { to: escape(path2) };
  else if (stage === "mail" && path2) rule.match = { from: escape(path2) };
  const said2 = reply?.text.split("\r\n").pop() ?? "";
  rule.reply = /^[45]\d\d /.test(said2) ? said2 : stage === "connect" ? "421 4.3.2 Service not available" : "451 4.3.0 Try again later";
  return rule;
}
function said(session) {
  const out = { to: [] };
  for (const { text, from } of session.events ?? []) {
    if (from !== "client") continue;
    const path2 = /<([^>]*)>/.exec(text)?.[1];
    if (/^(EHLO|HELO|LHLO) /i.test(text)) out.helo = text.slice(5);
    else if (/^MAIL /i.test(text) && out.from === void 0) out.from = path2 ?? "";
    else if (/^RCPT /i.test(text) && path2) out.to.push(path2);
  }
  return out;
}
var port = (session) => `${location.hostname}:${listenerPort(session.listener)}`;
var ports = {};
function knowPorts(found) {
  ports = found;
}
var listenerPort = (name) => ports[name] ?? 1025;
function asSwaks(session) {
  const { helo, from, to } = said(session);
  const words = ["swaks", "--server", port(session)];
  if (helo) words.push("--ehlo", shell(helo));
  words.push("--from", shell(from || "<>"), "--to", shell(to.join(",") || "nobody@example.test"));
  if (session.tls) words.push("--tls");
  if (session.user) words.push("--auth-user", shell(session.user), "--auth-password", "any");
  if (session.transactions[0]) words.push("--data", `"$(curl -sS ${base()}/v1/transactions/${session.transactions[0]}/raw)"`);
  return words.join(" ");
}
function asCurl(session) {
  const { helo, from, to } = said(session);
  const lines = [`curl -sS smtp://${port(session)}/${encodeURIComponent(helo ?? "client.test")}`];
  lines.push(`--mail-from ${shell(from ?? "")}`);
  for (const each of to) lines.push(`--mail-rcpt ${shell(each)}`);
  if (session.user) lines.push(`--user ${shell(session.user + ":any")}`);
  const source2 = session.transactions[0] ? `${base()}/v1/transactions/${session.transactions[0]}/raw` : null;
  return source2 ? `curl -sS ${source2} | ${lines.join(" \\\n  ")} \\
  --upload-file -` : lines.join(" \\\n  ");
}

// src/load.ts
function useLoad(key, load, when) {
  const state2 = useSignal({ key: "", value: null, problem: null });
  const again = T2(() => {
  });
  A2(() => {
    const abort = new AbortController();
    let busy2 = false, stale = false;
    const run2 = async () => {
      if (busy2) return void (stale = true);
      busy2 = true;
      try {
        const value = await load(abort.signal);
        if (!abort.signal.aborted) state2.value = { key, value, problem: null };
      } catch (error) {
        if (abort.signal.aborted) return;
        const problem3 = problemFrom(error);
        state2.value = { key, value: problem3.status === 0 && state2.value.key === key ? state2.value.value : null, problem: problem3 };
      }
      busy2 = false;
      if (stale && !abort.signal.aborted) {
        stale = false;
        void run2();
      }
    };
    again.current = () => void run2();
    void run2();
    const ignore = when && onChange((changes) => when(changes) ? void run2() : void 0);
    return () => {
      abort.abort();
      ignore?.();
    };
  }, [key]);
  const current2 = state2.value.key === key ? state2.value : { value: null, problem: null };
  return { value: current2.value, problem: current2.problem, again: () => again.current() };
}

// src/settings.ts
function kept(name, fallback, allowed) {
  const key = "mailrig." + name;
  let stored = null;
  try {
    stored = localStorage.getItem(key);
  } catch {
  }
  const value = y3(allowed.includes(stored) ? stored : fallback);
  x2(() => {
    try {
      localStorage.setItem(key, value.value);
    } catch {
    }
  });
  return value;
}
var theme = kept("theme", "system", ["system", "light", "dark"]);
var keys = kept("keys", "on", ["on", "off"]);
x2(() => {
  document.documentElement.dataset.theme = theme.value;
});
function nextTheme() {
  theme.value = theme.value === "system" ? "light" : theme.value === "light" ? "dark" : "system";
}

// src/keys.ts
var maps = [];
var prefix = false;
var prefixTimer;
function useKeys(map) {
  const held = T2(map);
  held.current = map;
  A2(() => {
    maps.push(held);
    return () => void maps.splice(maps.indexOf(held), 1);
  }, []);
}
var typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && target.type === "checkbox");
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (command && event.key.toLowerCase() === "k") return run("mod+k", event);
  if (command || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return run("Escape", event);
  if (keys.value === "off" || typing(event.target)) return;
  if (event.key === "Enter" && event.target instanceof Element && event.target.closest("a,button,summary,[role=tab]")) return;
  const key = prefix ? "g " + event.key : event.key;
  prefix = false;
  clearTimeout(prefixTimer);
  if (key === "g") {
    prefix = true;
    prefixTimer = setTimeout(() => prefix = false, 1500);
    return;
  }
  run(key, event);
});
function run(key, event) {
  for (let i4 = maps.length - 1; i4 >= 0; --i4) {
    const action = maps[i4].current[key];
    if (!action) continue;
    event.preventDefault();
    action();
    return;
  }
}
var helpLines = [
  ["j k", "next, previous"],
  ["Enter", "open"],
  ["Esc", "back, or close"],
  ["/", "search"],
  ["x", "select"],
  ["#", "delete"],
  ["z", "undo"],
  ["1 … 7", "tabs of a mail"],
  ["[ ]", "narrower, wider preview"],
  ["d", "light, dark, inverted preview"],
  ["r", "read, unread"],
  ["y", "copy the link to this"],
  ["s", "its session"],
  ["e", "make a rule from this"],
  ["F", "follow new mail"],
  ["g", "then i, s, f, n or c: Inbox, Sessions, Faults, Findings, Connect"],
  ["Shift+D", "disarm every rule"],
  ["Ctrl+K ⌘K", "palette"],
  ["?", "this help"]
];

// src/draft.ts
var draft = y3(null);

// src/ui.tsx
function Icon({ name }) {
  return /* @__PURE__ */ a4("svg", { class: "icon", "aria-hidden": "true", children: /* @__PURE__ */ a4("use", { href: "#i-" + name }) });
}
function Button(props) {
  const { icon, label: label3, onClick, hotkey, pressed, text, kind = "plain", disabled } = props;
  return /* @__PURE__ */ a4(
    "button",
    {
      type: "button",
      class: `button ${kind}${text || !icon ? "" : " bare"}`,
      "aria-label": text || !icon ? void 0 : label3,
      title: hotkey ? `${label3} (${hotkey})` : text || !icon ? void 0 : label3,
      "aria-pressed": pressed,
      disabled,
      onClick,
      children: [
        icon && /* @__PURE__ */ a4(Icon, { name: icon }),
        (text || !icon) && label3
      ]
    }
  );
}
function Code({ outcome }) {
  return /* @__PURE__ */ a4("span", { class: `code ${outcome ? tone(outcome) : "broken"}`, children: outcome ?? "API" });
}
async function copy(text, what = "Copied") {
  try {
    await navigator.clipboard.writeText(text);
    say(what);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    say(done ? what : "This browser does not let the page copy");
  }
}
function CopyText({ text, label: label3 = "Copy" }) {
  return /* @__PURE__ */ a4(Button, { icon: "copy", label: label3, onClick: () => void copy(text) });
}
function Snippet({ code, label: label3 }) {
  return /* @__PURE__ */ a4("div", { class: "snippet", children: [
    /* @__PURE__ */ a4("pre", { tabIndex: 0, "aria-label": label3, children: code }),
    /* @__PURE__ */ a4(CopyText, { text: code, label: `Copy ${label3}` })
  ] });
}
function Trouble({ problem: problem3, children }) {
  return /* @__PURE__ */ a4("div", { class: "trouble", role: "alert", children: [
    /* @__PURE__ */ a4("h2", { children: problem3.title }),
    problem3.errors?.length ? /* @__PURE__ */ a4("ul", { children: problem3.errors.map((each) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4("code", { children: each.pointer || "/" }),
      " ",
      each.detail,
      each.hint && /* @__PURE__ */ a4("span", { class: "hint", children: [
        " — ",
        each.hint
      ] })
    ] }, each.pointer + each.detail)) }) : /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4("p", { children: problem3.detail }),
      problem3.hint && /* @__PURE__ */ a4("p", { class: "hint", children: problem3.hint })
    ] }),
    children && /* @__PURE__ */ a4("div", { class: "ways", children })
  ] });
}
function Missing({ problem: problem3, what, again, back }) {
  const shown2 = problem3.status === 410 ? { ...problem3, title: `There is no ${what} any more`, detail: "It was deleted, or made room for newer ones.", hint: void 0 } : problem3.status === 404 ? { ...problem3, title: `There is no ${what}`, detail: "It never was on this server, or the server was started again since.", hint: void 0 } : problem3;
  return /* @__PURE__ */ a4(Trouble, { problem: shown2, children: [
    /* @__PURE__ */ a4("a", { class: "button main", href: back.url, children: back.label }),
    shown2 === problem3 && /* @__PURE__ */ a4(Button, { label: "Try again", onClick: again })
  ] });
}
function Blank({ title, children }) {
  return /* @__PURE__ */ a4("div", { class: "blank", children: [
    /* @__PURE__ */ a4("h2", { children: title }),
    children
  ] });
}
function Tabs({ items: items2, current: current2, label: label3, onPick }) {
  const move = (event) => {
    const step2 = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step2) return;
    event.preventDefault();
    const at = items2.findIndex((item) => item.id === current2);
    const next2 = items2[(at + step2 + items2.length) % items2.length];
    onPick(next2.url);
    requestAnimationFrame(() => document.getElementById("tab-" + next2.id)?.focus());
  };
  const list2 = T2(null);
  A2(() => list2.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" }), [current2]);
  return /* @__PURE__ */ a4("div", { class: "tabs", role: "tablist", "aria-label": label3, onKeyDown: move, ref: list2, children: items2.map((item) => /* @__PURE__ */ a4(
    "button",
    {
      type: "button",
      role: "tab",
      id: "tab-" + item.id,
      "aria-selected": item.id === current2,
      "aria-controls": "tabpanel",
      tabIndex: item.id === current2 ? 0 : -1,
      onClick: () => onPick(item.url),
      children: [
        item.label,
        item.note !== void 0 && /* @__PURE__ */ a4("span", { class: "note", children: item.note })
      ]
    },
    item.id
  )) });
}
function Field({ label: label3, children }) {
  return /* @__PURE__ */ a4("label", { class: "field", children: [
    /* @__PURE__ */ a4("span", { children: label3 }),
    children
  ] });
}

// src/transcript.tsx
var delayOf = (event) => {
  const found = /^delay (\d+(?:\.\d+)?) ?(ms|s|m|h)\b/.exec(event.text);
  if (event.kind !== "fault" || !found) return 0;
  return Number(found[1]) * { ms: 1e3, s: 1e6, m: 6e7, h: 36e8 }[found[2]];
};
function layOut(events, end) {
  const later = new Array(events.length);
  for (let i4 = events.length - 1, next2 = end, at = -1; i4 >= 0; --i4) {
    if (events[i4].at !== at) {
      if (at >= 0) next2 = at;
      at = events[i4].at;
    }
    later[i4] = Math.max(next2, events[i4].at);
  }
  let secure = false;
  let free = 0;
  let asked2 = 0;
  let held = { at: -1, for: 0 };
  const lines = events.map((event, i4) => {
    const bars = [];
    const bar = (cause, from, to) => void (to > from && bars.push({ cause, from, to }));
    if (event.kind === "fault" && event.text.startsWith("delay")) {
      const until = event.text.includes("forever") ? later[i4] : Math.min(later[i4], event.at + delayOf(event));
      held = { at: event.at, for: until - event.at };
      bar("injected", event.at, until);
    } else if (event.kind === "close") {
      bar("client", Math.min(event.at, Math.max(free, asked2)), event.at);
    } else if (event.from === "client") {
      bar(event.kind === "data" ? "transfer" : "client", Math.min(event.at, Math.max(free, asked2)), event.at);
      asked2 = event.at;
    } else if (event.from === "server") {
      bar("server", Math.max(asked2, free), event.at);
      free = event.at + (held.at === event.at ? held.for : 0);
    }
    const line = { event, n: i4 + 1, bars, pipelined: null, secure };
    if (event.kind === "tls") secure = true;
    return line;
  });
  const commands2 = lines.filter((line) => line.event.from === "client" && line.event.kind === "command");
  for (let i4 = 0; i4 < commands2.length; ++i4) {
    const same = (a5, b3) => !!a5 && !!b3 && a5.event.at === b3.event.at;
    const before = same(commands2[i4], commands2[i4 - 1]), after = same(commands2[i4], commands2[i4 + 1]);
    if (before || after) commands2[i4].pipelined = !before ? "first" : after ? "middle" : "last";
  }
  return lines;
}
var mostLines = 4;
function Said({ lines, tone: tone2, whole }) {
  const open2 = useSignal(whole);
  const folded = !open2.value && lines.length > mostLines;
  return /* @__PURE__ */ a4($, { children: [
    (folded ? lines.slice(0, 1) : lines).map((line, i4) => /* @__PURE__ */ a4("div", { class: tone2, children: line || " " }, i4)),
    lines.length > mostLines && /* @__PURE__ */ a4("button", { type: "button", class: "link fold", "aria-expanded": !folded, onClick: () => open2.value = !open2.value, children: folded ? `${lines.length - 1} more lines` : "fewer lines" })
  ] });
}
var letter = { client: "C", server: "S", rig: "·" };
function Transcript({ events, end, hash, base: base2, onRule }) {
  const lines = layOut(events, end);
  const total2 = Math.max(end, ...events.map((event) => event.at), 1);
  const open2 = useSignal(0);
  const shown2 = useSignal(Math.max(1e3, Number(/^L(\d+)$/.exec(hash)?.[1] ?? 0) + 50));
  const marked = T2(null);
  A2(() => marked.current?.scrollIntoView({ block: "center" }), [hash, events.length > 0]);
  const sums = { server: 0, injected: 0, client: 0, transfer: 0 };
  for (const line of lines) for (const bar of line.bars) sums[bar.cause] += bar.to - bar.from;
  return /* @__PURE__ */ a4("div", { class: "transcript", children: [
    /* @__PURE__ */ a4("div", { class: "legend", children: [
      Object.keys(sums).map((cause) => /* @__PURE__ */ a4("span", { class: cause, children: [
        /* @__PURE__ */ a4("i", { class: cause }),
        cause,
        " ",
        /* @__PURE__ */ a4("b", { children: duration(sums[cause]) })
      ] }, cause)),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4("span", { class: "dim", children: [
        duration(total2),
        " in all"
      ] })
    ] }),
    /* @__PURE__ */ a4("div", { class: "lines", children: [
      /* @__PURE__ */ a4("table", { children: [
        /* @__PURE__ */ a4("caption", { class: "sr", children: "Conversation, with the time of each line" }),
        /* @__PURE__ */ a4("thead", { class: "sr", children: /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { children: "Time" }),
          /* @__PURE__ */ a4("th", { children: "Who" }),
          /* @__PURE__ */ a4("th", { children: "Line" }),
          /* @__PURE__ */ a4("th", { children: "Time line" }),
          /* @__PURE__ */ a4("th", { children: "Actions" })
        ] }) }),
        /* @__PURE__ */ a4("tbody", { children: lines.slice(0, shown2.value).map((line) => {
          const { event } = line;
          const here2 = hash === "L" + line.n;
          return /* @__PURE__ */ a4(
            "tr",
            {
              id: "L" + line.n,
              ref: here2 ? marked : void 0,
              class: `${event.from} ${event.kind}${here2 ? " here" : ""}${event.rule ? " ruled" : ""}${line.secure ? " secure" : ""}${line.pipelined ? " piped " + line.pipelined : ""}`,
              children: [
                /* @__PURE__ */ a4("td", { class: "at", children: /* @__PURE__ */ a4("a", { href: `${base2}#L${line.n}`, title: `Line ${line.n}, at ${duration(event.at)}`, children: (event.at / 1e3).toFixed(event.at < 1e6 ? 3 : 1) }) }),
                /* @__PURE__ */ a4("td", { class: "dir", title: event.from, children: letter[event.from] }),
                /* @__PURE__ */ a4("td", { class: "said", children: [
                  event.kind === "data" ? /* @__PURE__ */ a4("span", { class: "dim", children: [
                    plural(event.octets, "octet"),
                    " of content (",
                    size(event.octets),
                    ")"
                  ] }) : event.kind === "close" ? /* @__PURE__ */ a4("span", { class: "dim", children: [
                    "closed: ",
                    event.text || "no more to say"
                  ] }) : event.kind === "fault" ? /* @__PURE__ */ a4("span", { class: "fault", children: [
                    "⚡ ",
                    event.text
                  ] }) : event.kind === "tls" || event.kind === "connect" || event.kind === "note" ? /* @__PURE__ */ a4("span", { class: "dim", children: [
                    event.kind,
                    " ",
                    event.text
                  ] }) : /* @__PURE__ */ a4(Said, { lines: event.text.split("\r\n"), tone: event.from === "server" && event.kind === "reply" ? tone(event.text.slice(0, 1)) : "good", whole: here2 }),
                  event.rule && event.from === "server" && /* @__PURE__ */ a4("button", { type: "button", class: "link why", "aria-expanded": open2.value === line.n, onClick: () => open2.value = open2.value === line.n ? 0 : line.n, children: [
                    "⚡ ",
                    event.trace.find((each) => each.rule === event.rule)?.name || event.rule,
                    ": why"
                  ] }),
                  !event.rule && event.trace.length > 0 && /* @__PURE__ */ a4("button", { type: "button", class: "link why", "aria-expanded": open2.value === line.n, onClick: () => open2.value = open2.value === line.n ? 0 : line.n, children: [
                    plural(event.trace.length, "rule"),
                    " counted this, none fired: why"
                  ] }),
                  open2.value === line.n && /* @__PURE__ */ a4("ul", { class: "trace", children: event.trace.map((each) => /* @__PURE__ */ a4("li", { children: [
                    /* @__PURE__ */ a4("a", { href: href("/faults/" + encodeURIComponent(each.rule)), children: each.name || each.rule }),
                    " ",
                    /* @__PURE__ */ a4("b", { children: each.gate === "fired" ? "fired" : `held back by ${each.gate}` }),
                    ", ordinal ",
                    each.ordinal,
                    each.key && /* @__PURE__ */ a4($, { children: [
                      " of ",
                      /* @__PURE__ */ a4("code", { children: each.key })
                    ] }),
                    each.draw !== null && /* @__PURE__ */ a4($, { children: [
                      ", draw ",
                      each.draw.toFixed(3)
                    ] }),
                    ": ",
                    each.why
                  ] }, each.rule)) })
                ] }),
                /* @__PURE__ */ a4("td", { class: line.bars.some((bar) => bar.to - bar.from >= total2 / 50) ? "time long" : "time", children: /* @__PURE__ */ a4("div", { class: "lane", children: [
                  line.bars.map((bar, i4) => /* @__PURE__ */ a4(
                    "i",
                    {
                      class: bar.cause,
                      title: `${bar.cause} ${duration(bar.to - bar.from)}`,
                      style: { left: `${bar.from / total2 * 100}%`, width: `max(2px, ${(bar.to - bar.from) / total2 * 100}%)` }
                    },
                    i4
                  )),
                  line.bars.length === 0 && /* @__PURE__ */ a4("i", { class: "tick", style: { left: `${event.at / total2 * 100}%` } }),
                  line.bars.some((bar) => bar.to - bar.from >= total2 / 50) && /* @__PURE__ */ a4("span", { class: "label", style: labelPlace(line.bars[0], total2), children: duration(line.bars.reduce((sum, bar) => sum + bar.to - bar.from, 0)) })
                ] }) }),
                /* @__PURE__ */ a4("td", { class: "do", children: event.from !== "rig" && /* @__PURE__ */ a4($, { children: [
                  /* @__PURE__ */ a4("button", { type: "button", title: "Make a rule from this line", "aria-label": `Make a rule from line ${line.n}`, onClick: () => onRule(event), children: "⚡" }),
                  /* @__PURE__ */ a4("button", { type: "button", title: "Copy this line", "aria-label": `Copy line ${line.n}`, onClick: () => void copy(event.text), children: "⧉" })
                ] }) })
              ]
            },
            line.n
          );
        }) })
      ] }),
      lines.length > shown2.value && /* @__PURE__ */ a4("p", { class: "more", children: /* @__PURE__ */ a4("button", { type: "button", class: "link", onClick: () => shown2.value += 2e3, children: plural(lines.length - shown2.value, "more line") }) })
    ] })
  ] });
}
function labelPlace(bar, total2) {
  const from = bar.from / total2 * 100, to = bar.to / total2 * 100;
  if (to - from >= 40) return { left: `calc(${from}% + 6px)` };
  return to > 75 ? { right: `calc(${100 - from}% + 4px)` } : { left: `calc(${to}% + 4px)` };
}

// src/session.tsx
function useSession(id) {
  return useLoad(
    "session " + id,
    (signal) => get("/v1/sessions/" + encodeURIComponent(id), {}, { signal }),
    (changes) => changes.records.has(id) || changes.all && id !== ""
  );
}
function makeRule(event, session) {
  draft.value = ruleFor(event, session);
  go(href("/faults/new"));
}
function SessionView({ id, base: base2 }) {
  const { value: session, problem: problem3, again } = useSession(id);
  const revealed = useSignal(null);
  useKeys({ e: () => session?.events && makeRule(lastRefusal(session.events) ?? session.events[0], session) });
  if (problem3 && !session) return /* @__PURE__ */ a4(Missing, { problem: problem3, what: `session ${cut(id, 40)}`, again, back: { url: href("/sessions"), label: "To the sessions" } });
  if (!session) return /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading the session…" });
  const shown2 = revealed.value?.id === session.id ? revealed.value : session;
  const events = shown2.events ?? [];
  const end = session.ended ? micros(session.ended) - micros(session.began) : Date.now() * 1e3 - micros(session.began);
  const broken = breaches(session);
  const masked = events.some((event) => event.text.includes("****"));
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("dl", { class: "facts-list", children: [
      /* @__PURE__ */ a4(Fact, { name: "client", value: `${session.client}${session.helo ? ` as ${session.helo}` : ""}` }),
      /* @__PURE__ */ a4(Fact, { name: "listener", value: session.listener }),
      session.tls ? /* @__PURE__ */ a4(Fact, { name: "TLS", value: [session.tls.version, session.tls.cipher, session.tls.sni].filter(Boolean).join(" · ") }) : /* @__PURE__ */ a4(Fact, { name: "TLS", value: "none" }),
      session.user && /* @__PURE__ */ a4(Fact, { name: "user", value: `${session.user}${session.mechanism ? ` by ${session.mechanism}` : ""}` }),
      /* @__PURE__ */ a4(Fact, { name: "octets", value: `${size(session.octetsIn)} in, ${size(session.octetsOut)} out` }),
      /* @__PURE__ */ a4(Fact, { name: "began", value: moment(session.began, true), title: full(session.began) }),
      /* @__PURE__ */ a4(Fact, { name: "closed", value: session.ended ? `by ${session.closedBy}${session.closedHow ? `: ${session.closedHow}` : ""}, after ${duration(end)}` : "still open" }),
      /* @__PURE__ */ a4(Fact, { name: "inbox", value: session.inboxes.join(", ") }),
      session.transactions.length > 0 && /* @__PURE__ */ a4("div", { children: [
        /* @__PURE__ */ a4("dt", { children: "transactions" }),
        /* @__PURE__ */ a4("dd", { children: [
          session.transactions.slice(0, 50).map((each, i4) => /* @__PURE__ */ a4("span", { children: [
            i4 > 0 && ", ",
            /* @__PURE__ */ a4("a", { href: href("/t/" + each), children: each })
          ] }, each)),
          session.transactions.length > 50 && ` and ${session.transactions.length - 50} more`
        ] })
      ] })
    ] }),
    /* @__PURE__ */ a4("div", { class: "actions", children: [
      /* @__PURE__ */ a4(Button, { icon: "copy", label: "Copy as swaks", text: true, onClick: () => void copy(asSwaks(session), "Copied as swaks") }),
      /* @__PURE__ */ a4(Button, { icon: "copy", label: "Copy as curl", text: true, onClick: () => void copy(asCurl(session), "Copied as curl") }),
      /* @__PURE__ */ a4("a", { class: "button", href: href("/v1/sessions/" + session.id + "/transcript"), target: "_blank", rel: "noopener", children: [
        /* @__PURE__ */ a4(Icon, { name: "open" }),
        "As text"
      ] }),
      masked && !revealed.value && /* @__PURE__ */ a4(Button, { label: "Show secrets", onClick: async () => revealed.value = await get("/v1/sessions/" + session.id, { reveal: true }) }),
      /* @__PURE__ */ a4(Compare, { id: session.id })
    ] }),
    broken.length > 0 && /* @__PURE__ */ a4("ul", { class: "breaches", children: broken.map((each) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4("span", { "aria-hidden": "true", children: "⚠ " }),
      each
    ] }, each)) }),
    session.eventsDropped > 0 && /* @__PURE__ */ a4("p", { class: "hint", children: [
      plural(session.eventsDropped, "event"),
      " passed the transcript's limit and are not kept."
    ] }),
    events.length === 0 ? /* @__PURE__ */ a4(Blank, { title: "Nothing was said yet" }) : /* @__PURE__ */ a4(Transcript, { events, end, hash: route.value.hash, base: base2, onRule: (event) => makeRule(event, session) })
  ] });
}
function breaches(session) {
  return [
    session.pregreet && "It spoke before the greeting (RFC 5321 §4.3.1).",
    session.bareNewline && "It ended lines with a bare LF; SMTP takes CRLF (RFC 5321 §2.3.8).",
    session.pipelinedUnannounced && "It sent commands before the reply to the one before, where no pipelining was announced (RFC 2920 §3.1).",
    session.starttlsInjection && "It sent more behind STARTTLS, in the clear (RFC 3207 §4.2)."
  ].filter((each) => typeof each === "string");
}
function Compare({ id }) {
  const other = useSignal("");
  return /* @__PURE__ */ a4(
    "form",
    {
      class: "compare",
      onSubmit: (event) => {
        event.preventDefault();
        const to = other.value.trim();
        if (to) go(href(`/s/${encodeURIComponent(to)}..${id}`));
      },
      children: /* @__PURE__ */ a4("input", { "aria-label": "Id of a session to compare with", placeholder: "compare with s…", value: other.value, onInput: (event) => other.value = event.currentTarget.value })
    }
  );
}
function lastRefusal(events) {
  return events.filter((event) => event.from === "server" && /^[45]/.test(event.text)).pop();
}
function Fact({ name, value, title }) {
  return /* @__PURE__ */ a4("div", { title, children: [
    /* @__PURE__ */ a4("dt", { children: name }),
    /* @__PURE__ */ a4("dd", { children: /* @__PURE__ */ a4("bdi", { children: value }) })
  ] });
}
function SessionScreen({ id, back }) {
  const base2 = href("/s/" + id) + (route.value.query.get("from") ? "?from=inbox" : "");
  const { value: session } = useSession(id);
  useKeys({
    Escape: () => go(back),
    y: () => void copy(location.href, "Link copied")
  });
  return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": `Session ${id}`, children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: [
      /* @__PURE__ */ a4("a", { class: "button bare back", href: back, "aria-label": "Back to the list", children: /* @__PURE__ */ a4(Icon, { name: "back" }) }),
      /* @__PURE__ */ a4("h1", { children: [
        "Session ",
        id
      ] }),
      session && /* @__PURE__ */ a4(Code, { outcome: session.failed ? "failed" : session.ended ? session.closedHow ?? "closed" : "open" }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4(Button, { icon: "link", label: "Copy the link", hotkey: "y", onClick: () => void copy(location.href, "Link copied") })
    ] }),
    /* @__PURE__ */ a4("div", { class: "detail-body", children: /* @__PURE__ */ a4(SessionView, { id, base: base2 }) })
  ] });
}

// src/snippets.ts
var stacks = [
  { name: "curl", file: "shell", code: ({ host, port: port2 }) => `printf 'Subject: Hello\\r\\n\\r\\nIt works.\\r\\n' |
  curl -sS smtp://${host}:${port2} --mail-from app@shop.test \\
    --mail-rcpt ann@example.test --upload-file -` },
  { name: "Python", file: "send.py", code: ({ host, port: port2 }) => `import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "app@shop.test"
message["To"] = "ann@example.test"
message["Subject"] = "Hello"
message.set_content("It works.")
with smtplib.SMTP("${host}", ${port2}) as smtp:
    smtp.send_message(message)` },
  { name: "Node", file: "nodemailer", code: ({ host, port: port2 }) => `import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({ host: '${host}', port: ${port2}, secure: false });
await transport.sendMail({
  from: 'app@shop.test',
  to: 'ann@example.test',
  subject: 'Hello',
  text: 'It works.',
});` },
  { name: "Laravel", file: ".env", code: ({ host, port: port2 }) => `MAIL_MAILER=smtp
MAIL_HOST=${host}
MAIL_PORT=${port2}
MAIL_USERNAME=null
MAIL_PASSWORD=null
MAIL_FROM_ADDRESS=app@shop.test` },
  { name: "Symfony", file: ".env", code: ({ host, port: port2 }) => `MAILER_DSN=smtp://${host}:${port2}` },
  { name: "Django", file: "settings.py", code: ({ host, port: port2 }) => `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port2}
EMAIL_USE_TLS = False` },
  { name: "Rails", file: "config/environments/development.rb", code: ({ host, port: port2 }) => `config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = { address: "${host}", port: ${port2} }` },
  { name: "Spring", file: "application.properties", code: ({ host, port: port2 }) => `spring.mail.host=${host}
spring.mail.port=${port2}
spring.mail.properties.mail.smtp.auth=false
spring.mail.properties.mail.smtp.starttls.enable=false` },
  { name: "PHP", file: "php.ini", code: ({ host, port: port2 }) => `sendmail_path = "curl -sS smtp://${host}:${port2} --mail-from app@shop.test --mail-rcpt ann@example.test --upload-file -"` },
  { name: "Go", file: "main.go", code: ({ host, port: port2 }) => `package main

import (
	"log"
	"net/smtp"
)

func main() {
	body := "Subject: Hello\\r\\n\\r\\nIt works.\\r\\n"
	err := smtp.SendMail("${host}:${port2}", nil, "app@shop.test",
		[]string{"ann@example.test"}, []byte(body))
	if err != nil {
		log.Fatal(err)
	}
}` },
  { name: ".NET", file: "Program.cs", code: ({ host, port: port2 }) => `using System.Net.Mail;

using var smtp = new SmtpClient("${host}", ${port2});
smtp.Send("app@shop.test", "ann@example.test", "Hello", "It works.");` },
  { name: "WordPress", file: "wp-content/mu-plugins/mailrig.php", code: ({ host, port: port2 }) => `<?php
add_action('phpmailer_init', function ($mailer) {
    $mailer->isSMTP();
    $mailer->Host = '${host}';
    $mailer->Port = ${port2};
    $mailer->SMTPAuth = false;
    $mailer->SMTPAutoTLS = false;
});` },
  { name: "Docker", file: "compose.yaml", code: ({ port: port2 }) => `services:
  mail:
    image: mailrig
    command: ["serve", "--bind", "0.0.0.0"]
    ports: ["127.0.0.1:8025:8025"]
  app:
    environment:
      SMTP_HOST: mail
      SMTP_PORT: "${port2}"` },
  { name: "Kubernetes", file: "service.yaml", code: ({ port: port2 }) => `apiVersion: v1
kind: Service
metadata:
  name: mail
spec:
  selector: { app: mailrig }
  ports:
    - { name: smtp, port: ${port2} }
    - { name: http, port: 8025 }` }
];

// src/status.tsx
var info = y3(null);
var rules = y3([]);
var disarming = y3(/* @__PURE__ */ new Set());
var armed = O(() => rules.value.filter((rule) => !disarming.value.has(rule.id)));
var started = "";
async function lookAtServer() {
  const fresh2 = await get("/v1/info");
  if (started && fresh2.started && fresh2.started !== started) say("The server was started again: what it held before is gone");
  started = fresh2.started ?? started;
  info.value = fresh2;
}
async function lookAtRules() {
  rules.value = (await get("/v1/rules")).items;
}
onChange(async (changes) => {
  if (changes.all) await lookAtServer().catch(() => void 0);
  if (changes.all || changes.kinds.has("rule") || changes.kinds.has("held")) await lookAtRules().catch(() => void 0);
});
function LiveState() {
  return /* @__PURE__ */ a4("span", { class: `live is-${state.value.replace(" ", "-")}`, role: "status", title: "Whether this page hears of what happens", children: /* @__PURE__ */ a4("span", { children: [
    state.value,
    state.value === "offline" && since.value && /* @__PURE__ */ a4("small", { children: [
      " since ",
      time(since.value.toISOString())
    ] })
  ] }) });
}
function OfflineNote() {
  if (state.value !== "offline") return null;
  return /* @__PURE__ */ a4("aside", { class: "banner offline", "aria-label": "Offline", children: /* @__PURE__ */ a4("span", { children: [
    "The server does not answer",
    since.value && ` since ${time(since.value.toISOString())}`,
    ". What you see is what it last said; the page goes on by itself when it is back."
  ] }) });
}
var label = (rule) => rule.name || rule.id;
function disarm(which) {
  const own = which.filter((rule) => !rule.scenario);
  if (own.length === 0) {
    if (which.length) say("These rules belong to scenario files: disarm the scenario");
    return;
  }
  const ids = own.map((rule) => rule.id);
  disarming.value = /* @__PURE__ */ new Set([...disarming.value, ...ids]);
  const done = () => disarming.value = new Set([...disarming.value].filter((id) => !ids.includes(id)));
  void Promise.allSettled(ids.map((id) => ask("DELETE", url("/v1/rules/" + encodeURIComponent(id)), void 0, { keepalive: true }))).then(async (results) => {
    const failed = results.find((result) => result.status === "rejected");
    if (failed) say(problemFrom(failed.reason).detail);
    await lookAtRules().catch(() => void 0);
    done();
  });
  undoable(
    `${own.length === 1 ? `Rule ${label(own[0])}` : plural(own.length, "rule")} disarmed`,
    () => void 0,
    () => void arm(own.map(written))
  );
}
function written(rule) {
  const { id: _1, matched: _22, fired: _3, lastFired: _4, expires: _5, droppedKeys: _6, scenario: _7, ...rest } = rule;
  return rest;
}
async function arm(which) {
  await ask("POST", url("/v1/rules"), which.length === 1 ? which[0] : which);
  await lookAtRules();
}
function Banner() {
  const list2 = armed.value;
  if (list2.length === 0) return null;
  const names2 = list2.slice(0, 3).map(label).join(", ") + (list2.length > 3 ? " …" : "");
  const own = list2.some((rule) => !rule.scenario);
  return /* @__PURE__ */ a4("aside", { class: "banner", "aria-label": "Armed rules", children: [
    /* @__PURE__ */ a4(Icon, { name: "faults" }),
    /* @__PURE__ */ a4("span", { children: [
      /* @__PURE__ */ a4("a", { href: href("/faults"), children: [
        plural(list2.length, "rule"),
        " armed"
      ] }),
      /* @__PURE__ */ a4("span", { class: "names", children: [
        ": ",
        names2
      ] })
    ] }),
    /* @__PURE__ */ a4("span", { class: "grow" }),
    own && /* @__PURE__ */ a4(Button, { label: "Disarm", hotkey: "Shift+D", onClick: () => disarm(list2) })
  ] });
}
function OpenWarning() {
  const open2 = info.value?.listeners.find((each) => each.protocol === "http" && !/^(127\.|::1$|localhost$)/.test(each.address));
  if (!open2) return null;
  return /* @__PURE__ */ a4("aside", { class: "banner open", "aria-label": "Warning", children: /* @__PURE__ */ a4("span", { children: [
    "Anyone who reaches ",
    open2.address,
    ":",
    open2.port,
    " can read this mail: the server listens beyond this machine, without a password."
  ] }) });
}

// src/testmail.tsx
function TestMail({ listener, onKept, children }) {
  const state2 = useSignal("");
  const problem3 = useSignal(null);
  const outcome = useSignal(null);
  const send = async () => {
    state2.value = "sending";
    problem3.value = null;
    outcome.value = null;
    try {
      const sent = await (await ask("POST", url("/v1/test-mail", { listener }))).json();
      const sessions = await get("/v1/sessions", { helo: sent.helo, closedBy: ["client", "server", "rule"], wait: "10s", limit: 1 });
      const session = await get("/v1/sessions/" + sessions.items[0].id);
      const transaction = session.transactions.length ? await get("/v1/transactions/" + session.transactions[0]) : null;
      if (transaction?.message && onKept) onKept(transaction.message);
      else if (transaction?.message) outcome.value = { text: `It was kept, ${transaction.outcome}.`, kept: true, url: href("/m/" + transaction.message) };
      else {
        const refusal = lastRefusal(session.events ?? []);
        outcome.value = {
          text: refusal ? `It was refused: ${cut(refusal.text, 200)}` : `It did not arrive: ${transaction?.outcome ?? "the connection went"}`,
          kept: false,
          url: transaction ? href("/t/" + session.transactions[0]) : href("/s/" + session.id)
        };
      }
    } catch (error) {
      problem3.value = problemFrom(error);
    } finally {
      state2.value = "";
    }
  };
  return /* @__PURE__ */ a4("div", { class: "test-mail", children: [
    /* @__PURE__ */ a4(Button, { icon: "send", label: state2.value ? "Sending…" : "Send a test mail", text: true, kind: "main", disabled: !!state2.value, onClick: () => void send() }),
    /* @__PURE__ */ a4("span", { class: "dim", children }),
    outcome.value && /* @__PURE__ */ a4("p", { role: "status", class: `outcome ${outcome.value.kept ? "good" : "hard"}`, children: [
      outcome.value.text,
      " ",
      /* @__PURE__ */ a4("a", { class: "button", href: outcome.value.url, children: outcome.value.kept ? "Open it" : "See why" })
    ] }),
    problem3.value && /* @__PURE__ */ a4(Trouble, { problem: problem3.value })
  ] });
}

// src/connect.tsx
var where = y3("localhost");
var stack = y3("curl");
function distinct(listeners2) {
  const seen = /* @__PURE__ */ new Map();
  for (const each of listeners2) if (!seen.has(each.name)) seen.set(each.name, each);
  return [...seen.values()];
}
function hostOf(place) {
  if (place === "container") return "host.docker.internal";
  if (place === "machine") return location.hostname === "localhost" ? "127.0.0.1" : location.hostname;
  return "localhost";
}
function LastRefused() {
  const { value } = useLoad(
    "last refused",
    async (signal) => {
      const list2 = await get("/v1/sessions", { failed: true, limit: 1 }, { signal });
      return list2.items[0] ? get("/v1/sessions/" + list2.items[0].id, {}, { signal }) : null;
    },
    (changes) => changes.all || changes.kinds.has("session")
  );
  if (!value) return null;
  const refusal = lastRefusal(value.events ?? []);
  return /* @__PURE__ */ a4("p", { class: "last-refused", children: [
    /* @__PURE__ */ a4("span", { children: [
      /* @__PURE__ */ a4("b", { children: "Last failed connection" }),
      " ",
      moment(value.began),
      " from ",
      value.client,
      ":",
      " ",
      /* @__PURE__ */ a4("code", { children: cut(refusal?.text.split("\r\n").pop() ?? `closed by ${value.closedBy} (${value.closedHow ?? ""})`, 160) })
    ] }),
    /* @__PURE__ */ a4("a", { class: "button", href: href("/s/" + value.id), children: "See why" })
  ] });
}
function Connect({ embedded = false }) {
  const listeners2 = distinct(info.value?.listeners ?? []);
  knowPorts(Object.fromEntries(listeners2.map((each) => [each.name, each.port])));
  const mail = listeners2.filter((each) => each.protocol !== "http");
  const first = mail.find((each) => each.name === "smtp") ?? mail[0];
  const place = { host: hostOf(where.value), port: first?.port ?? 1025, url: location.origin + root };
  const shown2 = stacks.find((each) => each.name === stack.value) ?? stacks[0];
  return /* @__PURE__ */ a4("article", { class: "connect", "aria-label": "Connect", children: [
    /* @__PURE__ */ a4("header", { children: [
      /* @__PURE__ */ a4("h1", { children: embedded ? "Send the first mail" : "Connect" }),
      /* @__PURE__ */ a4("p", { class: "dim", children: "Point your app at this address. Every mail is kept here, and none is sent on." })
    ] }),
    !info.value ? /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Asking the server…" }) : /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4("div", { class: "place", children: [
        /* @__PURE__ */ a4("span", { class: "dim", "aria-hidden": "true", children: "Your app runs" }),
        /* @__PURE__ */ a4("div", { class: "choice", role: "group", "aria-label": "Your app runs", children: [["localhost", "on this machine"], ["container", "in a container"], ["machine", "elsewhere"]].map(([each, label3]) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": where.value === each, onClick: () => where.value = each, children: label3 }, each)) })
      ] }),
      /* @__PURE__ */ a4("ul", { class: "listeners", children: mail.map((each) => /* @__PURE__ */ a4("li", { children: [
        /* @__PURE__ */ a4("b", { children: each.name }),
        /* @__PURE__ */ a4("code", { children: [
          hostOf(where.value),
          ":",
          each.port
        ] }),
        /* @__PURE__ */ a4("span", { class: "dim", children: each.tls === "none" ? "in the clear" : each.tls === "starttls" ? "STARTTLS" : "TLS from the start" }),
        /* @__PURE__ */ a4(CopyText, { text: `${hostOf(where.value)}:${each.port}`, label: `Copy the address of ${each.name}` })
      ] }, each.name)) }),
      where.value !== "localhost" && mail.every((each) => /^(127\.|::1$)/.test(each.address)) && /* @__PURE__ */ a4("p", { class: "hint", children: [
        "This server listens on this machine alone. Start it with ",
        /* @__PURE__ */ a4("code", { children: "--bind 0.0.0.0" }),
        " to let others in."
      ] }),
      first && /* @__PURE__ */ a4(TestMail, { listener: first.name, onKept: (id) => go(href("/m/" + id)), children: "through the real port, as your app would" }),
      /* @__PURE__ */ a4(LastRefused, {}),
      /* @__PURE__ */ a4("section", { class: "stacks", children: [
        /* @__PURE__ */ a4("h2", { children: "Settings" }),
        /* @__PURE__ */ a4("div", { class: "choice wrap", role: "group", "aria-label": "Stack", children: stacks.map((each) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": shown2.name === each.name, onClick: () => stack.value = each.name, children: each.name }, each.name)) }),
        /* @__PURE__ */ a4("p", { class: "dim file", children: shown2.file }),
        /* @__PURE__ */ a4(Snippet, { code: shown2.code(place), label: `settings for ${shown2.name}` })
      ] }),
      /* @__PURE__ */ a4("p", { class: "dim next", children: [
        "And when a mail is refused, delayed or lost? ",
        /* @__PURE__ */ a4("a", { href: href("/faults"), children: "Make it fail" }),
        " with a click, and see what your app does."
      ] })
    ] })
  ] });
}

// src/virtual.tsx
var spare = 6;
function VirtualList(props) {
  const { length, height, current: current2, label: label3, row, onSeen, onPick, onScrolled, selected } = props;
  const box2 = T2(null);
  const first = useSignal(0);
  const visible = useSignal(20);
  const away = T2(false);
  const look2 = () => {
    const element = box2.current;
    const top = Math.floor(element.scrollTop / height);
    const many = Math.ceil(element.clientHeight / height) + 1;
    if (top !== first.peek()) first.value = top;
    if (many !== visible.peek()) visible.value = many;
    const scrolled = element.scrollTop > height / 2;
    if (scrolled !== away.current) {
      away.current = scrolled;
      onScrolled?.(scrolled);
    }
  };
  F2(() => {
    look2();
    const observer = new ResizeObserver(look2);
    observer.observe(box2.current);
    return () => observer.disconnect();
  }, []);
  const begin = Math.max(0, Math.min(first.value, length - 1) - spare);
  const end = Math.min(length, first.value + visible.value + spare);
  A2(() => {
    if (end > begin) onSeen(begin, end - 1);
  });
  A2(() => {
    if (current2 < 0) return;
    const element = box2.current;
    const top = current2 * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
  }, [current2]);
  let pool = 32;
  while (pool < end - begin) pool *= 2;
  const rows2 = [];
  for (let i4 = begin; i4 < end; ++i4)
    rows2.push(
      /* @__PURE__ */ a4(
        "div",
        {
          id: "row-" + i4,
          class: "row",
          role: "option",
          "aria-posinset": i4 + 1,
          "aria-setsize": length,
          "aria-selected": selected ? selected(i4) || i4 === current2 : i4 === current2,
          "data-current": i4 === current2 || void 0,
          style: { height: height + "px", transform: `translateY(${i4 * height}px)` },
          onClick: () => onPick(i4),
          children: row(i4)
        },
        i4 % pool
      )
    );
  return /* @__PURE__ */ a4(
    "div",
    {
      class: "virtual",
      ref: box2,
      role: "listbox",
      "aria-label": label3,
      "aria-multiselectable": selected ? "true" : void 0,
      "aria-activedescendant": current2 >= begin && current2 < end ? "row-" + current2 : void 0,
      tabIndex: 0,
      onScroll: look2,
      children: /* @__PURE__ */ a4("div", { role: "presentation", style: { height: length * height + "px" }, children: rows2 })
    }
  );
}

// src/inbox.tsx
var rowHeight = 60;
function whatFailed(entry) {
  const words = { lost: "Lost", aborted: "Given up", unacked: "Not acknowledged" };
  const what = entry.kind === "session" ? "Session failed" : words[entry.outcome ?? ""] ?? "Refused";
  return entry.stage && entry.stage !== "command" ? `${what} at ${entry.stage.toUpperCase()}` : what;
}
function Row({ entry }) {
  if (!entry) return /* @__PURE__ */ a4("div", { class: "ghost", "aria-label": "loading" });
  const chosen = ticked.value.has(entry.id);
  const who2 = entry.name || entry.from || (entry.kind === "session" ? "a client" : "<>");
  const whom = entry.kind === "session" ? "" : entry.to[0] ?? "nobody";
  const more2 = entry.recipients - 1;
  const failed = entry.kind !== "message";
  const state2 = failed ? "failed" : entry.read ? "read" : "unread";
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(
      "span",
      {
        class: chosen ? "tick on" : "tick",
        "aria-hidden": "true",
        onClick: (event) => {
          event.stopPropagation();
          tick(entry);
        }
      }
    ),
    /* @__PURE__ */ a4("span", { class: `dot ${state2}`, "aria-hidden": "true" }),
    /* @__PURE__ */ a4("span", { class: `line ${state2}`, children: [
      /* @__PURE__ */ a4("span", { class: "who", children: [
        /* @__PURE__ */ a4("bdi", { children: cut(who2, 80) }),
        whom && /* @__PURE__ */ a4($, { children: [
          /* @__PURE__ */ a4("span", { class: "arrow", "aria-label": "to", children: " → " }),
          /* @__PURE__ */ a4("bdi", { children: cut(whom, 120) })
        ] }),
        more2 > 0 && /* @__PURE__ */ a4("span", { class: "dim", children: [
          " +",
          more2
        ] })
      ] }),
      /* @__PURE__ */ a4("time", { dateTime: entry.at, title: full(entry.at), children: moment(entry.at) })
    ] }),
    /* @__PURE__ */ a4("span", { class: `line ${state2}`, children: [
      /* @__PURE__ */ a4("span", { class: "what", children: [
        failed && /* @__PURE__ */ a4("b", { class: "why", children: [
          whatFailed(entry),
          " · "
        ] }),
        /* @__PURE__ */ a4("bdi", { class: "subject", children: cut(entry.kind === "message" ? entry.subject || "(no subject)" : withoutCode(entry.reply) || entry.subject || "no reply") }),
        entry.snippet && /* @__PURE__ */ a4("span", { class: "dim", children: [
          " — ",
          entry.snippet
        ] })
      ] }),
      entry.rule && /* @__PURE__ */ a4("span", { class: "fired", title: `rule ${entry.rule} fired`, children: [
        /* @__PURE__ */ a4(Icon, { name: "faults" }),
        /* @__PURE__ */ a4("span", { class: "sr", children: [
          "rule ",
          entry.rule,
          " fired"
        ] })
      ] }),
      entry.attachments > 0 && /* @__PURE__ */ a4("span", { class: "dim", title: `${entry.attachments} attached`, children: [
        /* @__PURE__ */ a4(Icon, { name: "clip" }),
        /* @__PURE__ */ a4("span", { class: "sr", children: [
          entry.attachments,
          " attached"
        ] })
      ] }),
      entry.kind === "message" && entry.findings > 0 && /* @__PURE__ */ a4("span", { class: "warn", title: plural(entry.findings, "finding"), children: [
        /* @__PURE__ */ a4("span", { "aria-hidden": "true", children: [
          "⚠",
          entry.findings
        ] }),
        /* @__PURE__ */ a4("span", { class: "sr", children: plural(entry.findings, "finding") })
      ] }),
      entry.kind === "message" && entry.refused > 0 && /* @__PURE__ */ a4("span", { class: "warn", title: "recipients refused", children: [
        entry.refused,
        "✖"
      ] }),
      entry.took !== null && /* @__PURE__ */ a4("span", { class: "dim took", children: duration(entry.took) }),
      /* @__PURE__ */ a4(Code, { outcome: entry.kind === "session" ? entry.reply?.slice(0, 3) ?? "failed" : entry.outcome }),
      entry.kind === "message" && !entry.read && /* @__PURE__ */ a4("span", { class: "sr", children: ", unread" })
    ] })
  ] });
}
function Toolbar() {
  const input = T2(null);
  const text = useSignal(search.value);
  A2(() => {
    text.value = search.value;
  }, [search.value]);
  useKeys({ "/": () => input.current?.select() });
  return /* @__PURE__ */ a4("div", { class: "toolbar", children: [
    /* @__PURE__ */ a4("select", { "aria-label": "Inbox", value: box.value, onChange: (event) => pickBox(event.currentTarget.value), children: [
      /* @__PURE__ */ a4("option", { value: "", children: "All inboxes" }),
      (boxes.value.includes(box.value) || !box.value ? boxes.value : [...boxes.value, box.value]).map((name) => /* @__PURE__ */ a4("option", { value: name, children: name }, name))
    ] }),
    /* @__PURE__ */ a4(
      "form",
      {
        class: "search",
        role: "search",
        onSubmit: (event) => {
          event.preventDefault();
          pickSearch(text.value.trim());
          input.current?.blur();
        },
        children: [
          /* @__PURE__ */ a4(Icon, { name: "search" }),
          /* @__PURE__ */ a4(
            "input",
            {
              ref: input,
              type: "search",
              "aria-label": "Search mail",
              placeholder: "Search, e.g. to:ann",
              value: text.value,
              spellcheck: false,
              onInput: (event) => {
                text.value = event.currentTarget.value;
                if (!text.value) pickSearch("");
              },
              onKeyDown: (event) => {
                if (event.key === "Escape") event.currentTarget.blur();
              }
            }
          )
        ]
      }
    )
  ] });
}
function Bar() {
  const list2 = rows.value;
  const many = ticked.value.size;
  const total2 = list2.total.value;
  return /* @__PURE__ */ a4("div", { class: "listbar", children: many > 0 ? /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("span", { children: [
      count(many),
      " selected"
    ] }),
    /* @__PURE__ */ a4("span", { class: "grow" }),
    /* @__PURE__ */ a4(Button, { icon: "trash", label: "Delete", hotkey: "#", text: true, onClick: () => remove([...ticked.value.values()]) }),
    /* @__PURE__ */ a4(Button, { icon: "x", label: "Select none", onClick: () => ticked.value = /* @__PURE__ */ new Map() })
  ] }) : /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("span", { class: "dim", "aria-live": "polite", children: total2 === null ? list2.problem.value ? "" : "Loading…" : `${count(list2.length)} ${search.value ? "found" : list2.length === 1 ? "entry" : "entries"}` }),
    /* @__PURE__ */ a4("span", { class: "grow" }),
    /* @__PURE__ */ a4(Button, { icon: "follow", label: "Follow", hotkey: "F", text: true, pressed: following.value, onClick: toggleFollow }),
    /* @__PURE__ */ a4(Button, { icon: "read", label: "Mark all read", onClick: () => void readAll(), disabled: !list2.length }),
    /* @__PURE__ */ a4(Button, { icon: "trash", label: search.value ? "Delete all found" : "Delete all", onClick: removeAll, disabled: !list2.length })
  ] }) });
}
function InboxList() {
  const list2 = rows.value;
  const top = useSignal(0);
  const current2 = () => list2.at(openRow.value);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    Enter: () => openRow.value < 0 && step(0),
    x: () => {
      const entry = current2();
      if (entry) tick(entry);
    },
    "#": () => {
      const entry = current2();
      if (ticked.value.size) remove([...ticked.value.values()]);
      else if (entry) remove([entry]);
    },
    r: () => {
      const entry = current2();
      if (entry) void setRead(entry, !entry.read);
    },
    F: toggleFollow
  });
  return /* @__PURE__ */ a4("section", { class: "list", "aria-label": "Inbox", children: [
    /* @__PURE__ */ a4(Toolbar, {}),
    /* @__PURE__ */ a4(Bar, {}),
    list2.fresh > 0 && /* @__PURE__ */ a4("button", { type: "button", class: "pill", onClick: () => {
      list2.still(false);
      top.value++;
    }, children: [
      count(list2.fresh),
      " new"
    ] }),
    list2.problem.value && list2.total.value === null ? /* @__PURE__ */ a4(Trouble, { problem: list2.problem.value, children: search.value && /* @__PURE__ */ a4(Button, { label: "Clear the search", kind: "main", onClick: () => pickSearch("") }) }) : list2.total.value !== null && list2.length === 0 ? search.value ? /* @__PURE__ */ a4(Blank, { title: "Nothing matches", children: [
      /* @__PURE__ */ a4("p", { children: [
        "No mail, refused or accepted, matches ",
        /* @__PURE__ */ a4("code", { children: cut(search.value, 100) }),
        "."
      ] }),
      /* @__PURE__ */ a4(Button, { label: "Clear the search", kind: "main", onClick: () => pickSearch("") })
    ] }) : /* @__PURE__ */ a4(Blank, { title: box.value ? `Nothing in ${box.value}` : "No mail yet", children: /* @__PURE__ */ a4("p", { children: "It appears here the moment it arrives." }) }) : /* @__PURE__ */ a4(
      VirtualList,
      {
        label: "Mail, newest first",
        length: list2.length,
        height: rowHeight,
        current: openRow.value,
        row: (index) => /* @__PURE__ */ a4(Row, { entry: list2.at(index) }),
        onSeen: (first, last2) => list2.need(first, last2),
        onPick: (index) => {
          const entry = list2.at(index);
          if (entry) openEntry(entry);
        },
        onScrolled: (away) => list2.still(away),
        selected: (index) => {
          const entry = list2.at(index);
          return !!entry && ticked.value.has(entry.id);
        }
      },
      box.value + "\n" + search.value + "\n" + top.value
    )
  ] });
}
function InboxRest() {
  const list2 = rows.value;
  if (list2.total.value === 0 && !search.value) return /* @__PURE__ */ a4(Connect, { embedded: true });
  return /* @__PURE__ */ a4(Blank, { title: "Nothing is open", children: [
    /* @__PURE__ */ a4("p", { children: "Choose a mail, or go through them by keys." }),
    /* @__PURE__ */ a4("dl", { class: "hints", children: [["j k", "next, previous"], ["/", "search"], ["F", "follow new mail"], ["?", "every key"]].map(([key, what]) => /* @__PURE__ */ a4("div", { children: [
      /* @__PURE__ */ a4("dt", { children: /* @__PURE__ */ a4("kbd", { children: key }) }),
      /* @__PURE__ */ a4("dd", { children: what })
    ] }, key)) })
  ] });
}

// src/overlay.tsx
function Overlay({ open: open2, label: label3, children }) {
  const dialog = T2(null);
  A2(() => {
    dialog.current?.showModal();
  }, []);
  return /* @__PURE__ */ a4(
    "dialog",
    {
      ref: dialog,
      "aria-label": label3,
      onClose: () => open2.value = false,
      onClick: (event) => event.target === dialog.current && dialog.current?.close(),
      children
    }
  );
}

// src/help.tsx
var helpOpen = y3(false);
function Help() {
  if (!helpOpen.value) return null;
  return /* @__PURE__ */ a4(Overlay, { open: helpOpen, label: "Keys", children: /* @__PURE__ */ a4("div", { class: "help", children: [
    /* @__PURE__ */ a4("h2", { children: "Keys" }),
    /* @__PURE__ */ a4("dl", { children: helpLines.map(([key, what]) => /* @__PURE__ */ a4("div", { children: [
      /* @__PURE__ */ a4("dt", { children: /* @__PURE__ */ a4("kbd", { children: key }) }),
      /* @__PURE__ */ a4("dd", { children: what })
    ] }, key)) }),
    /* @__PURE__ */ a4("label", { class: "switch", children: [
      /* @__PURE__ */ a4("input", { type: "checkbox", checked: keys.value === "on", onChange: (event) => keys.value = event.currentTarget.checked ? "on" : "off" }),
      "Single keys are on"
    ] })
  ] }) });
}

// src/proof.tsx
var inLines = (text) => text.replace(/\\(.)/g, (octet, name) => name === "n" ? octet + "\n" : octet);
function ProofLine({ proof }) {
  const { before, octets, after } = proof;
  return /* @__PURE__ */ a4("pre", { class: "proof", tabIndex: 0, "aria-label": "Octets that prove it", children: [
    inLines(before),
    octets ? /* @__PURE__ */ a4("mark", { children: inLines(octets) }) : /* @__PURE__ */ a4("mark", { class: "missing", children: /* @__PURE__ */ a4("span", { class: "sr", children: "missing here" }) }),
    inLines(after).trimEnd()
  ] });
}

// src/defects.tsx
var most2 = 200;
function DefectsTab({ message }) {
  const all = message.diagnostics ?? [];
  if (!all.length) return /* @__PURE__ */ a4(Blank, { title: "Nothing is broken", children: /* @__PURE__ */ a4("p", { children: "No rule of the mail's format is violated." }) });
  return /* @__PURE__ */ a4("section", { class: "findings", "aria-label": "Findings", children: [
    /* @__PURE__ */ a4("ol", { children: all.slice(0, most2).map((each, i4) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4("p", { children: [
        /* @__PURE__ */ a4("a", { class: "code soft", href: href("/findings", { rule: each.kind }), title: "Every mail that breaks this rule", children: each.kind }),
        " ",
        /* @__PURE__ */ a4("b", { children: each.detail })
      ] }),
      /* @__PURE__ */ a4("p", { class: "dim", children: [
        "part ",
        each.part,
        ", octet ",
        each.offset,
        each.count > 1 && `, ${plural(each.count, "time")} in all`
      ] }),
      /* @__PURE__ */ a4(ProofLine, { proof: each.proof })
    ] }, i4)) }),
    all.length > most2 && /* @__PURE__ */ a4("p", { class: "dim more", children: [
      "and ",
      plural(all.length - most2, "more place", "more places"),
      ", which /v1/messages/",
      message.id,
      " names"
    ] })
  ] });
}

// src/headers.tsx
function EnvelopeTable({ envelope }) {
  const parameters = (of) => Object.entries(of).map(([name, value]) => value === null ? name : `${name}=${value}`).join(" ");
  return /* @__PURE__ */ a4("section", { class: "envelope", children: [
    /* @__PURE__ */ a4("h2", { children: [
      "Envelope ",
      /* @__PURE__ */ a4("span", { class: "dim", children: "as sent in MAIL and RCPT" })
    ] }),
    /* @__PURE__ */ a4("table", { children: [
      /* @__PURE__ */ a4("thead", { children: /* @__PURE__ */ a4("tr", { children: [
        /* @__PURE__ */ a4("th", { scope: "col", children: "Path" }),
        /* @__PURE__ */ a4("th", { scope: "col", children: "Parameters" }),
        /* @__PURE__ */ a4("th", { scope: "col", children: "Reply" })
      ] }) }),
      /* @__PURE__ */ a4("tbody", { children: [
        /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { scope: "row", children: [
            /* @__PURE__ */ a4("span", { class: "dim", children: "from " }),
            /* @__PURE__ */ a4("bdi", { children: cut(envelope.from.address || "<>", 320) })
          ] }),
          /* @__PURE__ */ a4("td", { children: cut(parameters(envelope.from.parameters), 200) }),
          /* @__PURE__ */ a4("td", {})
        ] }),
        envelope.to.slice(0, 500).map((each, i4) => /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { scope: "row", children: [
            /* @__PURE__ */ a4("span", { class: "dim", children: "to " }),
            /* @__PURE__ */ a4("bdi", { children: cut(each.address, 320) })
          ] }),
          /* @__PURE__ */ a4("td", { children: cut(parameters(each.parameters), 200) }),
          /* @__PURE__ */ a4("td", { children: [
            /* @__PURE__ */ a4(Code, { outcome: each.outcome }),
            " ",
            cut(each.reply ?? "no reply", 200)
          ] })
        ] }, i4))
      ] })
    ] })
  ] });
}
function HeadersTab({ message }) {
  const raw = useSignal(false);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(EnvelopeTable, { envelope: message.envelope }),
    /* @__PURE__ */ a4("section", { class: "headers", children: [
      /* @__PURE__ */ a4("h2", { children: [
        "Headers ",
        /* @__PURE__ */ a4(Button, { label: "raw", pressed: raw.value, onClick: () => raw.value = !raw.value })
      ] }),
      raw.value ? /* @__PURE__ */ a4("pre", { tabIndex: 0, "aria-label": "Headers as sent", children: message.headers.map((each) => each.raw).join("\r\n") }) : /* @__PURE__ */ a4("table", { children: [
        /* @__PURE__ */ a4("thead", { class: "sr", children: /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { scope: "col", children: "Name" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Value" })
        ] }) }),
        /* @__PURE__ */ a4("tbody", { children: message.headers.slice(0, 1e3).map((each, i4) => /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { scope: "row", children: cut(each.name, 100) }),
          /* @__PURE__ */ a4("td", { children: /* @__PURE__ */ a4("bdi", { children: cut(each.value, 4e3) }) })
        ] }, i4)) })
      ] })
    ] })
  ] });
}

// src/octets.tsx
var portion2 = 256 * 1024;
async function beginning(where2, most3, signal) {
  const response = await ask("GET", where2, void 0, { signal });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const decode2 = (part) => decoder.decode(part, { stream: !!part });
  let text = "", octets = 0;
  for (; ; ) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decode2(), whole: true };
    const room = most3 - octets;
    text += decode2(value.subarray(0, room));
    octets += value.length;
    if (octets > most3) {
      void reader.cancel();
      return { text, whole: false };
    }
  }
}
function Octets({ where: where2, name, label: label3 }) {
  const most3 = useSignal(portion2);
  const { value, problem: problem3 } = useLoad(`${where2} ${most3.value}`, (signal) => beginning(where2, most3.value, signal));
  if (problem3) return /* @__PURE__ */ a4(Trouble, { problem: problem3 });
  if (!value) return /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading…" });
  return /* @__PURE__ */ a4("div", { class: "octets", children: [
    /* @__PURE__ */ a4("div", { class: "viewbar", children: [
      /* @__PURE__ */ a4("span", { class: "dim", children: value.whole ? `${size(value.text.length)}, whole` : `the first ${size(most3.value)}` }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      !value.whole && /* @__PURE__ */ a4(Button, { label: "Show more", onClick: () => most3.value *= 4 }),
      /* @__PURE__ */ a4(CopyText, { text: value.text }),
      /* @__PURE__ */ a4("a", { class: "button", href: where2, download: name, children: [
        /* @__PURE__ */ a4(Icon, { name: "save" }),
        "Save"
      ] })
    ] }),
    /* @__PURE__ */ a4("pre", { tabIndex: 0, "aria-label": label3, children: value.text })
  ] });
}

// src/parts.tsx
function PartsTab({ message }) {
  const parts = message.parts ?? [];
  const depth = (part) => part.parent ? 1 + depth(parts[part.parent - 1]) : 0;
  const container = (part) => part.type.startsWith("multipart/");
  if (parts.length === 0) return /* @__PURE__ */ a4(Blank, { title: "One part", children: /* @__PURE__ */ a4("p", { children: "Its text is all there is." }) });
  return /* @__PURE__ */ a4("section", { class: "parts", children: /* @__PURE__ */ a4("table", { children: [
    /* @__PURE__ */ a4("thead", { children: /* @__PURE__ */ a4("tr", { children: [
      /* @__PURE__ */ a4("th", { scope: "col", children: "Part" }),
      /* @__PURE__ */ a4("th", { scope: "col", children: "Type" }),
      /* @__PURE__ */ a4("th", { scope: "col", children: "Name" }),
      /* @__PURE__ */ a4("th", { scope: "col", children: "Size" }),
      /* @__PURE__ */ a4("th", { scope: "col", children: /* @__PURE__ */ a4("span", { class: "sr", children: "Save" }) })
    ] }) }),
    /* @__PURE__ */ a4("tbody", { children: parts.slice(0, 1e3).map((part) => /* @__PURE__ */ a4("tr", { children: [
      /* @__PURE__ */ a4("th", { scope: "row", style: { paddingLeft: Math.min(depth(part), 8) * 16 + "px" }, children: part.n }),
      /* @__PURE__ */ a4("td", { children: [
        part.type,
        " ",
        /* @__PURE__ */ a4("span", { class: "dim", children: [part.charset, part.encoding, part.disposition, part.contentId && `cid:${cut(part.contentId, 80)}`].filter(Boolean).join(" · ") })
      ] }),
      /* @__PURE__ */ a4("td", { children: /* @__PURE__ */ a4("bdi", { children: cut(part.fileName ?? "", 160) }) }),
      /* @__PURE__ */ a4("td", { children: size(part.size) }),
      /* @__PURE__ */ a4("td", { children: !container(part) && /* @__PURE__ */ a4("a", { class: "button", href: url(`/v1/messages/${message.id}/parts/${part.n}`), download: true, children: [
        /* @__PURE__ */ a4(Icon, { name: "save" }),
        /* @__PURE__ */ a4("span", { class: "sr", children: [
          "Save part ",
          part.n
        ] })
      ] }) })
    ] }, part.n)) })
  ] }) });
}

// src/preview.tsx
var widths = ["320", "375", "768", ""];
var easy = 4 << 20;
var schemes = ["", "dark", "inverted"];
function Preview({ message }) {
  const frame = T2(null);
  const loaded = useSignal("");
  const listed2 = useSignal(false);
  const insisted = useSignal("");
  const { query: query2 } = route.value;
  const width = query2.get("w") ?? "";
  const scheme = query2.get("scheme") ?? "";
  const remote = message.remote ?? [];
  const once = loaded.value === message.id;
  const octets = (message.parts ?? []).filter((part) => part.role === "html").reduce((sum, part) => sum + part.size, 0);
  const huge = octets > easy && insisted.value !== message.id;
  const source2 = url(`/v1/messages/${message.id}/html`, once ? { remote: 1 } : {});
  A2(() => {
    if (frame.current) frame.current.style.colorScheme = scheme === "dark" ? "dark" : "light";
  }, [scheme, source2]);
  A2(() => {
    const takeBack = () => {
      if (document.activeElement === frame.current) frame.current?.blur();
    };
    document.addEventListener("mousemove", takeBack);
    return () => document.removeEventListener("mousemove", takeBack);
  }, []);
  return /* @__PURE__ */ a4("div", { class: "html-tab", children: [
    /* @__PURE__ */ a4("div", { class: "viewbar", children: [
      remote.length > 0 && /* @__PURE__ */ a4("span", { class: "remote", children: [
        once ? `${plural(remote.length, "remote item")} loaded` : `${plural(remote.length, "remote item")} blocked`,
        /* @__PURE__ */ a4("button", { type: "button", class: "link", "aria-expanded": listed2.value, onClick: () => listed2.value = !listed2.value, children: "list" }),
        !once && /* @__PURE__ */ a4("button", { type: "button", class: "link", onClick: () => loaded.value = message.id, children: "load once" })
      ] }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4("span", { class: "choice", role: "group", "aria-label": "Width of the preview", children: widths.map((each) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": width === each, onClick: () => setQuery({ w: each || void 0 }), children: each || "full" }, each)) }),
      /* @__PURE__ */ a4("span", { class: "choice", role: "group", "aria-label": "Colours of the preview", children: schemes.map((each) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": scheme === each, "aria-label": each || "light", title: `${each || "light"} (d)`, onClick: () => setQuery({ scheme: each || void 0 }), children: /* @__PURE__ */ a4(Icon, { name: each === "dark" ? "moon" : each === "inverted" ? "half" : "sun" }) }, each)) })
    ] }),
    listed2.value && /* @__PURE__ */ a4("ul", { class: "remote-list", children: remote.map((each) => /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4("code", { children: cut(each, 500) }) }, each)) }),
    huge ? /* @__PURE__ */ a4(Blank, { title: `${size(octets)} of HTML`, children: [
      /* @__PURE__ */ a4("p", { children: "So much may keep the browser busy for a while. Text and source show how it begins." }),
      /* @__PURE__ */ a4(Button, { label: "Show it all the same", onClick: () => insisted.value = message.id })
    ] }) : /* @__PURE__ */ a4("div", { class: width ? "stage narrow" : "stage", children: /* @__PURE__ */ a4(
      "iframe",
      {
        ref: frame,
        title: "The mail as HTML",
        class: scheme === "inverted" ? "inverted" : "",
        sandbox: "allow-popups allow-popups-to-escape-sandbox",
        referrerpolicy: "no-referrer",
        src: source2,
        style: width ? { width: width + "px" } : { width: "100%" }
      },
      source2
    ) })
  ] });
}

// src/text.tsx
function TextTab({ message }) {
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Octets, { where: url(`/v1/messages/${message.id}/text`), name: message.id + ".txt", label: "Text of the mail" }),
    /* @__PURE__ */ a4(Links, { message })
  ] });
}
function Links({ message }) {
  if (!message.links?.length) return null;
  return /* @__PURE__ */ a4("section", { class: "links", children: [
    /* @__PURE__ */ a4("h2", { children: plural(message.links.length, "link") }),
    /* @__PURE__ */ a4("ul", { children: message.links.slice(0, 200).map((link, i4) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4("bdi", { children: cut(link.text || "(no text)", 120) }),
      /* @__PURE__ */ a4("a", { href: /^(https?|mailto):/i.test(link.url) ? link.url : void 0, target: "_blank", rel: "noopener noreferrer", children: cut(link.url, 300) }),
      /* @__PURE__ */ a4(CopyText, { text: link.url, label: "Copy the link" })
    ] }, i4)) })
  ] });
}

// src/message.tsx
var names = (list2) => list2.map((each) => each.name ? `${each.name} <${each.address}>` : each.address).join(", ");
var hasHtml = (message) => (message.parts ?? []).some((part) => part.role === "html");
function MessageScreen({ id }) {
  const { query: query2 } = route.value;
  const filters = {};
  if (id === "latest") {
    for (const [name, value] of query2) if (name !== "w" && name !== "scheme") filters[name] = value;
  }
  const { value: message, problem: problem3, again } = useLoad(
    "message " + id + JSON.stringify(filters),
    (signal) => get("/v1/messages/" + encodeURIComponent(id), { ...filters, brief: true }, { signal }),
    (changes) => changes.all || changes.kinds.has("held") || id === "latest" && changes.kinds.has("message")
  );
  const transaction = useLoad(
    "outcome " + (message?.transaction ?? ""),
    async (signal) => message?.transaction ? get("/v1/transactions/" + message.transaction, {}, { signal }) : null,
    (changes) => changes.records.has(message?.transaction ?? "")
  ).value;
  A2(() => {
    document.title = message ? `${cut(message.subject || "(no subject)", 80)} · mailrig` : "mailrig";
    if (message && !message.read && id !== "latest") void setRead({ id: message.id, kind: "message" }, true);
  }, [message?.id]);
  const html = !!message && hasHtml(message);
  const tab = route.value.tab || (html ? "html" : "text");
  const tabUrl = (name) => href(`/m/${id}/${name}`, { ...filters, w: query2.get("w") ?? void 0, scheme: query2.get("scheme") ?? void 0 });
  const items2 = [
    ...html ? [{ id: "html", label: "HTML", url: tabUrl("html") }] : [],
    { id: "text", label: "Text", url: tabUrl("text") },
    { id: "headers", label: "Headers", url: tabUrl("headers"), note: message?.headers.length },
    { id: "source", label: "Source", url: tabUrl("source") },
    { id: "parts", label: "Parts", url: tabUrl("parts"), note: message?.attachments || void 0 },
    ...message?.session ? [{ id: "session", label: "Session", url: tabUrl("session") }] : [],
    { id: "findings", label: "Findings", url: tabUrl("findings"), note: message?.findings ? `⚠${message.findings}` : void 0 }
  ];
  const pick = (name) => () => items2.some((item) => item.id === name) && go(tabUrl(name), true);
  const cycle = (list2, now, by) => list2[(list2.indexOf(now) + by + list2.length) % list2.length];
  const entry = rows.value.at(openRow.value);
  const drop = () => {
    if (entry) remove([entry]);
    else if (message) remove([{ ...message, kind: "message", place: 0 }]);
  };
  const makeRule2 = () => {
    const to2 = message?.envelope.to[0]?.address;
    draft.value = { name: `from-${message?.id ?? "mail"}`, on: "rcpt", ...to2 ? { match: { to: to2.replace(/[\\*?]/g, "\\$&") } } : {}, reply: "451 4.3.0 Try again later" };
    go(href("/faults/new"));
  };
  useKeys({
    "1": pick("html"),
    "2": pick("text"),
    "3": pick("headers"),
    "4": pick("source"),
    "5": pick("parts"),
    "6": pick("session"),
    "7": pick("findings"),
    "[": () => setQuery({ w: cycle(widths, query2.get("w") ?? "", -1) || void 0 }),
    "]": () => setQuery({ w: cycle(widths, query2.get("w") ?? "", 1) || void 0 }),
    d: () => setQuery({ scheme: cycle(schemes, query2.get("scheme") ?? "", 1) || void 0 }),
    y: () => void copy(location.href, "Link copied"),
    s: pick("session"),
    // On the session's tab its own key makes the rule, from what was refused.
    e: tab === "session" ? void 0 : makeRule2,
    Escape: () => go(listUrl()),
    ...entry ? {} : { j: () => step(1), k: () => step(-1) }
  });
  if (problem3 && !message)
    return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Mail", children: /* @__PURE__ */ a4(Missing, { problem: problem3, what: id === "latest" ? "such mail" : `mail ${cut(id, 40)}`, again, back: { url: listUrl(), label: "To the inbox" } }) });
  if (!message) return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Mail", children: /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading the mail…" }) });
  const to = message.headerTo.length ? names(message.headerTo) : message.envelope.to.map((each) => each.address).join(", ");
  const key = message.transaction && message.envelope.to[0] ? `${message.envelope.from.address},${message.envelope.to[0].address}` : "";
  return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Mail", children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: [
      /* @__PURE__ */ a4("a", { class: "button bare back", href: listUrl(), "aria-label": "Back to the list", children: /* @__PURE__ */ a4(Icon, { name: "back" }) }),
      /* @__PURE__ */ a4("h1", { title: message.subject && message.subject.length > 120 ? void 0 : message.subject ?? void 0, children: /* @__PURE__ */ a4("bdi", { children: cut(message.subject || "(no subject)", 300) }) }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4(Button, { icon: "faults", label: "Make a rule for such mail", hotkey: "e", onClick: makeRule2 }),
      /* @__PURE__ */ a4(Button, { icon: "link", label: "Copy the link", hotkey: "y", onClick: () => void copy(location.href, "Link copied") }),
      /* @__PURE__ */ a4("a", { class: "button bare", href: url(`/v1/messages/${message.id}/raw`), download: message.id + ".eml", "aria-label": "Save as .eml", title: "Save as .eml", children: /* @__PURE__ */ a4(Icon, { name: "save" }) }),
      /* @__PURE__ */ a4(Button, { icon: "trash", label: "Delete", hotkey: "#", onClick: drop })
    ] }),
    /* @__PURE__ */ a4("div", { class: "address", children: [
      /* @__PURE__ */ a4("span", { class: "pair", children: [
        /* @__PURE__ */ a4("bdi", { children: cut(names(message.headerFrom) || message.envelope.from.address || "<>", 120) }),
        " ",
        /* @__PURE__ */ a4("span", { class: "arrow", "aria-label": "to", children: "→" }),
        " ",
        /* @__PURE__ */ a4("bdi", { children: cut(to, 160) })
      ] }),
      message.headerCc.length > 0 && /* @__PURE__ */ a4("span", { class: "pair dim", children: [
        "cc ",
        /* @__PURE__ */ a4("bdi", { children: cut(names(message.headerCc), 200) })
      ] })
    ] }),
    /* @__PURE__ */ a4("div", { class: "address facts", children: [
      /* @__PURE__ */ a4(Code, { outcome: transaction ? transaction.outcome : null }),
      /* @__PURE__ */ a4("time", { dateTime: message.received, children: full(message.received) }),
      /* @__PURE__ */ a4("span", { children: size(message.size) }),
      transaction && /* @__PURE__ */ a4("span", { children: transaction.tls ? transaction.tls.version : "in the clear" }),
      transaction && /* @__PURE__ */ a4("span", { title: "from MAIL to the last reply", children: duration(micros(transaction.ended) - micros(transaction.began)) }),
      key && /* @__PURE__ */ a4("a", { href: href("/attempts/" + encodeURIComponent(key)), title: "Every attempt of this sender to reach this recipient", children: "attempts" }),
      message.codes?.map((code) => /* @__PURE__ */ a4("button", { type: "button", class: "chip", title: "Copy the code", onClick: () => void copy(code, `Code ${code} copied`), children: [
        "code ",
        /* @__PURE__ */ a4("b", { children: code })
      ] }, code)),
      message.tags.map((tag) => /* @__PURE__ */ a4("span", { class: "chip", children: tag }, tag))
    ] }),
    /* @__PURE__ */ a4(Tabs, { items: items2, current: tab, label: "Views of the mail", onPick: (where2) => go(where2, true) }),
    /* @__PURE__ */ a4("div", { class: "detail-body", id: "tabpanel", role: "tabpanel", "aria-labelledby": "tab-" + tab, tabIndex: tab === "html" ? -1 : 0, children: tab === "html" && html ? /* @__PURE__ */ a4(Preview, { message }) : tab === "headers" ? /* @__PURE__ */ a4(HeadersTab, { message }) : tab === "source" ? /* @__PURE__ */ a4(Octets, { where: url(`/v1/messages/${message.id}/raw`), name: message.id + ".eml", label: "Source of the mail" }) : tab === "parts" ? /* @__PURE__ */ a4(PartsTab, { message }) : tab === "findings" ? /* @__PURE__ */ a4(DefectsTab, { message }) : tab === "session" && message.session ? /* @__PURE__ */ a4(SessionView, { id: message.session, base: tabUrl("session") }) : /* @__PURE__ */ a4(TextTab, { message }) })
  ] });
}

// src/palette.tsx
var paletteOpen = y3(false);
function commands() {
  return [
    { name: "Inbox", note: "g i", run: () => go(href("/inbox")) },
    ...boxes.value.map((box2) => ({ name: `Inbox ${box2}`, run: () => pickBox(box2) })),
    { name: "Newest mail", run: () => go(href("/m/latest")) },
    { name: "Sessions", note: "g s", run: () => go(href("/sessions")) },
    { name: "Faults and scenarios", note: "g f", run: () => go(href("/faults")) },
    { name: "New rule", run: () => go(href("/faults/new")) },
    { name: "Findings: broken rules", note: "g n", run: () => go(href("/findings")) },
    { name: "Connect an app", note: "g c", run: () => go(href("/connect")) },
    { name: "Follow new mail", note: "F", run: toggleFollow },
    { name: "Mark all read", run: () => void readAll() },
    { name: "Delete all that the inbox shows", run: removeAll },
    ...armed.value.length ? [{ name: "Disarm every rule", note: "Shift+D", run: () => disarm(armed.value) }] : [],
    { name: "Change the theme", run: nextTheme },
    { name: "Keys", note: "?", run: () => helpOpen.value = true }
  ];
}
function matches(name, text) {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter2 of text.toLowerCase()) {
    if (letter2 === " ") continue;
    at = lower.indexOf(letter2, at) + 1;
    if (!at) return false;
  }
  return true;
}
function Body() {
  const text = useSignal("");
  const at = useSignal(0);
  const input = T2(null);
  A2(() => input.current?.focus(), []);
  const wanted = text.value.trim();
  const list2 = commands().filter((each) => matches(each.name, wanted));
  if (wanted) list2.push({ name: `Search mail for “${wanted}”`, run: () => pickSearch(wanted) });
  const chosen = Math.min(at.value, list2.length - 1);
  const run2 = (command) => {
    paletteOpen.value = false;
    command?.run();
  };
  return /* @__PURE__ */ a4("div", { class: "palette", children: [
    /* @__PURE__ */ a4(
      "input",
      {
        ref: input,
        role: "combobox",
        "aria-label": "What to do",
        "aria-expanded": "true",
        "aria-controls": "palette-list",
        "aria-activedescendant": "command-" + chosen,
        placeholder: "Go to, do, or search…",
        value: text.value,
        onInput: (event) => {
          text.value = event.currentTarget.value;
          at.value = 0;
        },
        onKeyDown: (event) => {
          const step2 = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (step2) {
            event.preventDefault();
            at.value = (chosen + step2 + list2.length) % list2.length;
          } else if (event.key === "Enter") {
            event.preventDefault();
            run2(list2[chosen]);
          }
        }
      }
    ),
    /* @__PURE__ */ a4("ul", { id: "palette-list", role: "listbox", "aria-label": "Commands", children: list2.map((command, i4) => /* @__PURE__ */ a4("li", { id: "command-" + i4, role: "option", "aria-selected": i4 === chosen, onClick: () => run2(command), onMouseMove: () => at.value = i4, children: [
      command.name,
      command.note && /* @__PURE__ */ a4("kbd", { children: command.note })
    ] }, command.name)) })
  ] });
}
function Palette() {
  if (!paletteOpen.value) return null;
  return /* @__PURE__ */ a4(Overlay, { open: paletteOpen, label: "Palette", children: /* @__PURE__ */ a4(Body, {}) });
}

// src/sessions.tsx
var perPage2 = 100;
var rowHeight2 = 60;
var asked = y3("");
var items = y3([]);
var total = y3(null);
var next = y3(null);
var problem = y3(null);
var loading = false;
var query = () => Object.fromEntries(new URLSearchParams(asked.value));
var sessionsUrl = () => href("/sessions", query());
async function refresh() {
  const wanted = asked.value;
  try {
    const list2 = await get("/v1/sessions", { ...query(), limit: perPage2 });
    if (wanted !== asked.value) return;
    const known = new Map(items.value.map((each) => [each.id, each]));
    const overlap = list2.items.some((each) => known.has(each.id));
    const fresh2 = new Set(list2.items.map((each) => each.id));
    if (overlap && list2.total >= items.value.length) items.value = [...list2.items, ...items.value.filter((each) => !fresh2.has(each.id) && idOf(each) < idOf(list2.items[list2.items.length - 1]))];
    else {
      items.value = list2.items;
      next.value = list2.next;
    }
    total.value = list2.total;
    problem.value = null;
  } catch (error) {
    problem.value = problemFrom(error);
  }
}
var idOf = (session) => Number(session.id.slice(1));
async function more() {
  if (loading || !next.value) return;
  loading = true;
  try {
    const list2 = await get("/v1/sessions", { ...query(), limit: perPage2, cursor: next.value });
    const known = new Set(items.value.map((each) => each.id));
    items.value = [...items.value, ...list2.items.filter((each) => !known.has(each.id))];
    next.value = list2.next;
  } catch (error) {
    problem.value = problemFrom(error);
  } finally {
    loading = false;
  }
}
var watched = false;
x2(() => {
  const { screen, query: given } = route.value;
  if (screen !== "sessions" || given.toString() === asked.peek()) return;
  asked.value = given.toString();
  items.value = [];
  total.value = null;
  next.value = null;
  problem.value = null;
  if (watched) void refresh();
});
onChange((changes) => {
  if (!watched) return;
  for (const [id, record] of changes.records)
    if (id[0] === "s" && items.value.some((each) => each.id === id)) items.value = items.value.map((each) => each.id === id ? record : each);
  if (changes.all || changes.kinds.has("session")) return refresh();
});
function Row2({ session }) {
  const took2 = session.ended ? micros(session.ended) - micros(session.began) : null;
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("span", { class: `dot ${session.failed ? "failed" : session.ended ? "read" : "unread"}`, "aria-hidden": "true" }),
    /* @__PURE__ */ a4("span", { class: "line", children: [
      /* @__PURE__ */ a4("span", { class: "who", children: [
        /* @__PURE__ */ a4("bdi", { children: cut(session.helo ?? "no greeting", 80) }),
        " ",
        /* @__PURE__ */ a4("span", { class: "dim", children: session.id })
      ] }),
      /* @__PURE__ */ a4("time", { dateTime: session.began, title: full(session.began), children: moment(session.began) })
    ] }),
    /* @__PURE__ */ a4("span", { class: "line", children: [
      /* @__PURE__ */ a4("span", { class: "what dim", children: [
        session.client,
        " on ",
        session.listener,
        session.tls ? ` · ${session.tls.version}` : "",
        session.user ? ` · ${session.user}` : "",
        ` · ${plural(session.transactions.length, "transaction")}`
      ] }),
      took2 !== null && /* @__PURE__ */ a4("span", { class: "dim took", children: duration(took2) }),
      /* @__PURE__ */ a4(Code, { outcome: session.failed ? "failed" : session.ended ? session.closedHow ?? "closed" : "open" })
    ] })
  ] });
}
function SessionList() {
  const { screen, id } = route.value;
  if (!watched) {
    watched = true;
    queueMicrotask(() => void refresh());
  }
  const current2 = screen === "session" ? items.value.findIndex((each) => each.id === id) : -1;
  const step2 = (by) => {
    const to = items.value[current2 < 0 ? 0 : current2 + by];
    if (to) go(href("/s/" + to.id), screen === "session");
  };
  useKeys({ j: () => step2(1), k: () => step2(-1), Enter: () => current2 < 0 && step2(0) });
  const filter = Object.entries(query()).map(([name, value]) => `${name}=${value}`).join(" ");
  const choices = { all: "", failed: "failed=true" };
  return /* @__PURE__ */ a4("section", { class: "list", "aria-label": "Sessions", children: [
    /* @__PURE__ */ a4("div", { class: "toolbar", children: [
      /* @__PURE__ */ a4("h1", { children: "Sessions" }),
      /* @__PURE__ */ a4("span", { class: "choice", role: "group", "aria-label": "Which sessions", children: Object.entries(choices).map(([name, parameters]) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": asked.value === parameters, onClick: () => go(href("/sessions", Object.fromEntries(new URLSearchParams(parameters)))), children: name }, name)) }),
      filter && filter !== choices.failed && /* @__PURE__ */ a4("a", { class: "chip", href: href("/sessions"), "aria-label": `Show all, not only ${filter}`, title: "Show all", children: [
        /* @__PURE__ */ a4("code", { children: cut(filter, 60) }),
        " ✕"
      ] })
    ] }),
    /* @__PURE__ */ a4("div", { class: "listbar", children: /* @__PURE__ */ a4("span", { class: "dim", children: total.value === null ? "Loading…" : `${count(total.value)} ${total.value === 1 ? "session" : "sessions"}` }) }),
    problem.value && total.value === null ? /* @__PURE__ */ a4(Trouble, { problem: problem.value }) : total.value === 0 ? /* @__PURE__ */ a4(Blank, { title: asked.value === choices.failed ? "No session failed" : filter ? "No session is like that" : "No session yet", children: /* @__PURE__ */ a4("p", { children: "Every connection is kept with its whole conversation." }) }) : /* @__PURE__ */ a4(
      VirtualList,
      {
        label: "Sessions, newest first",
        length: items.value.length,
        height: rowHeight2,
        current: current2,
        row: (index) => /* @__PURE__ */ a4(Row2, { session: items.value[index] }),
        onSeen: (_3, last2) => last2 >= items.value.length - 20 && void more(),
        onPick: (index) => go(href("/s/" + items.value[index].id))
      }
    )
  ] });
}

// src/attempts.tsx
var escape2 = (text) => text.replace(/[\\*?]/g, "\\$&");
var began = (transaction) => micros(transaction.began);
function gaps(times) {
  return times.slice(1).map((at, i4) => {
    const us = at - times[i4];
    const before = i4 > 0 ? times[i4] - times[i4 - 1] : 0;
    return { us, factor: before > 0 ? us / before : null };
  });
}
function Attempts({ of }) {
  const comma = of.lastIndexOf(",");
  const from = of.slice(0, Math.max(comma, 0)), to = of.slice(comma + 1);
  const { value, problem: problem3 } = useLoad(
    "attempts " + of,
    (signal) => get("/v1/transactions", { from: escape2(from), to: escape2(to), order: "asc", limit: 500 }, { signal }),
    (changes) => changes.all || changes.kinds.has("transaction")
  );
  const list2 = value?.items ?? [];
  const times = list2.map(began);
  const pauses = gaps(times);
  const span = Math.max(1, (times[times.length - 1] ?? 0) - (times[0] ?? 0));
  const factors = pauses.map((gap) => gap.factor).filter((factor) => factor !== null);
  const mean = factors.length ? Math.exp(factors.reduce((sum, factor) => sum + Math.log(Math.max(factor, 1e-3)), 0) / factors.length) : null;
  return /* @__PURE__ */ a4("div", { class: "page", children: /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Attempts", children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: /* @__PURE__ */ a4("h1", { children: "Attempts" }) }),
    /* @__PURE__ */ a4("div", { class: "address", children: /* @__PURE__ */ a4("span", { class: "pair", children: [
      /* @__PURE__ */ a4("bdi", { children: cut(from || "<>", 200) }),
      " ",
      /* @__PURE__ */ a4("span", { class: "arrow", "aria-label": "to", children: "→" }),
      " ",
      /* @__PURE__ */ a4("bdi", { children: cut(to, 200) })
    ] }) }),
    /* @__PURE__ */ a4("div", { class: "detail-body", children: problem3 && !value ? /* @__PURE__ */ a4(Trouble, { problem: problem3 }) : !value ? /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading…" }) : list2.length === 0 ? /* @__PURE__ */ a4(Blank, { title: "No attempt", children: /* @__PURE__ */ a4("p", { children: "No transaction from this sender to this recipient is on record." }) }) : /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4("p", { class: "lead", children: [
        plural(list2.length, "attempt"),
        list2.length > 1 && /* @__PURE__ */ a4($, { children: [
          " in ",
          duration(span)
        ] }),
        mean !== null && /* @__PURE__ */ a4($, { children: [
          ", each pause ",
          /* @__PURE__ */ a4("b", { children: [
            "×",
            mean.toFixed(2)
          ] }),
          " the one before",
          mean > 1.2 ? ": it backs off" : mean < 0.8 ? ": it hurries" : ": a steady pace"
        ] })
      ] }),
      /* @__PURE__ */ a4("div", { class: "axis", "aria-hidden": "true", children: [
        list2.map((each, i4) => /* @__PURE__ */ a4("a", { tabIndex: -1, class: tone(each.outcome), href: href("/t/" + each.id), title: `${each.id} ${each.outcome}`, style: { left: `${((times[i4] ?? 0) - times[0]) / span * 100}%` }, children: /* @__PURE__ */ a4("span", { children: each.outcome }) }, each.id)),
        /* @__PURE__ */ a4("i", { class: "start", children: time(list2[0].began) }),
        /* @__PURE__ */ a4("i", { class: "end", children: time(list2[list2.length - 1].began) })
      ] }),
      /* @__PURE__ */ a4("table", { class: "attempts", children: [
        /* @__PURE__ */ a4("thead", { children: /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { scope: "col", children: "#" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Began" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Pause" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Factor" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Outcome" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Reply" }),
          /* @__PURE__ */ a4("th", { scope: "col", children: "Session" })
        ] }) }),
        /* @__PURE__ */ a4("tbody", { children: list2.map((each, i4) => /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4("th", { scope: "row", children: i4 + 1 }),
          /* @__PURE__ */ a4("td", { children: /* @__PURE__ */ a4("time", { dateTime: each.began, title: full(each.began), children: moment(each.began, true) }) }),
          /* @__PURE__ */ a4("td", { children: i4 > 0 && `+${duration(pauses[i4 - 1].us)}` }),
          /* @__PURE__ */ a4("td", { children: i4 > 1 && pauses[i4 - 1].factor !== null && `×${pauses[i4 - 1].factor.toFixed(2)}` }),
          /* @__PURE__ */ a4("td", { children: /* @__PURE__ */ a4(Code, { outcome: each.outcome }) }),
          /* @__PURE__ */ a4("td", { class: "reply", children: [
            cut(withoutCode(each.reply) || "no reply", 120),
            each.message && /* @__PURE__ */ a4($, { children: [
              " ",
              /* @__PURE__ */ a4("a", { href: href("/m/" + each.message), children: "the mail" })
            ] })
          ] }),
          /* @__PURE__ */ a4("td", { children: [
            /* @__PURE__ */ a4("a", { href: href("/s/" + each.session), children: each.session }),
            i4 > 0 && each.session !== list2[i4 - 1].session && /* @__PURE__ */ a4($, { children: [
              " ",
              /* @__PURE__ */ a4("a", { class: "dim", href: href(`/s/${list2[i4 - 1].session}..${each.session}`), children: "compare" })
            ] })
          ] })
        ] }, each.id)) })
      ] })
    ] }) })
  ] }) });
}

// src/diff.tsx
var sense = (event) => `${event.from} ${event.kind} ${event.text.replace(/\b[mts]\d+\b/g, "#")}`;
function pair(left, right, most3 = 600) {
  const a5 = left.slice(0, most3), b3 = right.slice(0, most3);
  const width = b3.length + 1;
  const table = new Uint16Array((a5.length + 1) * width);
  const words = { a: a5.map(sense), b: b3.map(sense) };
  for (let i5 = a5.length - 1; i5 >= 0; --i5)
    for (let j4 = b3.length - 1; j4 >= 0; --j4)
      table[i5 * width + j4] = words.a[i5] === words.b[j4] ? table[(i5 + 1) * width + j4 + 1] + 1 : Math.max(table[(i5 + 1) * width + j4], table[i5 * width + j4 + 1]);
  const out = [];
  let i4 = 0, j3 = 0;
  while (i4 < a5.length || j3 < b3.length) {
    if (i4 < a5.length && j3 < b3.length && words.a[i4] === words.b[j3]) out.push({ left: a5[i4++], right: b3[j3++] });
    else if (i4 < a5.length && (j3 >= b3.length || table[(i4 + 1) * width + j3] >= table[i4 * width + j3 + 1])) out.push({ left: a5[i4++], right: null });
    else out.push({ left: null, right: b3[j3++] });
  }
  return out.length ? together(out) : out;
}
var sort = (event) => `${event.from} ${event.kind} ${event.from === "client" ? event.text.slice(0, 4).toUpperCase() : ""}`;
function together(pairs) {
  const out = [];
  let left = [], right = [];
  const flush = () => {
    for (const event of left) {
      const at = right.findIndex((each) => sort(each) === sort(event));
      if (at < 0) out.push({ left: event, right: null });
      else {
        for (const each of right.splice(0, at)) out.push({ left: null, right: each });
        out.push({ left: event, right: right.shift() });
      }
    }
    for (const event of right) out.push({ left: null, right: event });
    left = [];
    right = [];
  };
  for (const each of pairs) {
    if (each.left && each.right) {
      flush();
      out.push(each);
    } else if (each.left) left.push(each.left);
    else right.push(each.right);
  }
  flush();
  return out;
}
function Cell({ event, other }) {
  if (!event) return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("td", { class: "at" }),
    /* @__PURE__ */ a4("td", { class: "said gone" })
  ] });
  const same = other && sense(event) === sense(other);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("td", { class: "at", children: duration(event.at) }),
    /* @__PURE__ */ a4("td", { class: `said ${event.from}${same ? "" : " differs"}`, children: /* @__PURE__ */ a4(Said, { lines: (event.kind === "data" ? `${event.octets} octets of content` : event.text || event.kind).split("\r\n"), tone: "", whole: !same }) })
  ] });
}
var summary = (session) => `${session.helo ?? "no greeting"}, ${session.tls?.version ?? "in the clear"}, closed by ${session.closedBy}${session.closedHow ? ` (${session.closedHow})` : ""}`;
function Diff({ id }) {
  const [first = "", second = ""] = id.split("..");
  const a5 = useSession(first), b3 = useSession(second);
  const problem3 = a5.problem ?? b3.problem;
  return /* @__PURE__ */ a4("div", { class: "page", children: /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Two sessions compared", children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: [
      /* @__PURE__ */ a4("a", { class: "button bare back", href: href("/s/" + first), "aria-label": "Back", children: /* @__PURE__ */ a4(Icon, { name: "back" }) }),
      /* @__PURE__ */ a4("h1", { children: [
        first,
        " and ",
        second
      ] }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4(Button, { label: "Swap", onClick: () => go(href(`/s/${second}..${first}`), true) })
    ] }),
    /* @__PURE__ */ a4("div", { class: "detail-body", children: problem3 ? /* @__PURE__ */ a4(Trouble, { problem: problem3 }) : !a5.value || !b3.value ? /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading both…" }) : /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4("dl", { class: "facts-list", children: [
        /* @__PURE__ */ a4(Fact, { name: first, value: summary(a5.value) }),
        /* @__PURE__ */ a4(Fact, { name: second, value: summary(b3.value) })
      ] }),
      /* @__PURE__ */ a4("div", { class: "lines", children: /* @__PURE__ */ a4("table", { class: "diff", children: [
        /* @__PURE__ */ a4("thead", { children: /* @__PURE__ */ a4("tr", { children: [first, second].map((each) => /* @__PURE__ */ a4($, { children: [
          /* @__PURE__ */ a4("th", { scope: "col", class: "at", children: "at" }),
          /* @__PURE__ */ a4("th", { scope: "col", class: "said", children: /* @__PURE__ */ a4("a", { href: href("/s/" + each), children: each }) })
        ] })) }) }),
        /* @__PURE__ */ a4("tbody", { children: pair(a5.value.events ?? [], b3.value.events ?? []).map((each, i4) => /* @__PURE__ */ a4("tr", { children: [
          /* @__PURE__ */ a4(Cell, { event: each.left, other: each.right }),
          /* @__PURE__ */ a4(Cell, { event: each.right, other: each.left })
        ] }, i4)) })
      ] }) })
    ] }) })
  ] }) });
}

// src/presets.ts
var presets = [
  { name: "greylisted", title: "Greylisted", note: "450 at RCPT", key: "to", rule: { on: "rcpt", reply: "450 4.2.0 Greylisted, please try again later" } },
  { name: "no-such-user", title: "No such user", note: "550 at RCPT", key: "to", rule: { on: "rcpt", reply: "550 5.1.1 The email account that you tried to reach does not exist" } },
  { name: "mailbox-full", title: "Mailbox full", note: "452 at RCPT", key: "to", rule: { on: "rcpt", reply: "452 4.2.2 The recipient is over quota" } },
  { name: "rejected-as-spam", title: "Rejected as spam", note: "550 after the mail", key: "to", rule: { on: "eom", reply: "550 5.7.1 Message rejected as spam" } },
  { name: "try-later", title: "Try later", note: "451 after the mail", key: "to", rule: { on: "eom", reply: "451 4.3.0 Temporary failure, please try again later" } },
  { name: "slow", title: "Slow", note: "2 s before RCPT’s reply", key: "to", rule: { on: "rcpt", delay: "2s" } },
  { name: "never-answers", title: "Never answers", note: "silence after the mail", key: "to", rule: { on: "eom", delay: "forever" } },
  { name: "lost-acknowledgement", title: "Lost acknowledgement", note: "kept, but the reply is lost", key: "to", rule: { on: "eom", accept: true, reply: null, close: "rst" } },
  { name: "connection-reset", title: "Connection reset", note: "at DATA", key: "to", rule: { on: "data", reply: null, close: "rst" } },
  { name: "too-many-connections", title: "Too many connections", note: "421 to a new client", key: "ip", rule: { on: "connect", reply: "421 4.7.0 Too many connections, try again later", close: "fin" } }
];
var often = [
  { id: "always", label: "every time", how: () => ({}) },
  { id: "first", label: "the first time for each", how: (key) => ({ per: [key], nth: "1" }) },
  { id: "two", label: "the first two for each", how: (key) => ({ per: [key], nth: "1-2" }) },
  { id: "third", label: "every third time", how: () => ({ per: ["global"], nth: "*/3" }) },
  { id: "half", label: "half the time, by chance", how: () => ({ chance: 0.5 }) },
  { id: "tenth", label: "one in ten, by chance", how: () => ({ chance: 0.1 }) }
];
function ruleOf(preset, to, how) {
  const rule = { name: preset.name, on: preset.rule.on };
  if (preset.key === "to" && to && to !== "*") rule.match = { to };
  return { ...rule, ...how.how(preset.key), ...preset.rule, on: preset.rule.on };
}
var pattern = (value) => typeof value === "string" ? value : Array.isArray(value) ? value.map(pattern).join(" or ") : value && typeof value === "object" && "not" in value ? `not ${pattern(value.not)}` : JSON.stringify(value);
function stages(rule) {
  return Array.isArray(rule.on) ? rule.on : [rule.on];
}
function matchWords(match) {
  return Object.entries(match ?? {}).map(([field, value]) => value === null ? `no ${field}` : `${field} ${pattern(value)}`).join(", ") || "anyone";
}
var ordinal = (n3) => n3 + (/1\d$/.test(n3) ? "th" : { 1: "st", 2: "nd", 3: "rd" }[n3.slice(-1)] ?? "th");
function nthWords(nth) {
  const found = /^(?:(\*\/)(\d+)|(\d+)(-?)(\d*))$/.exec(nth);
  if (!found) return `nth ${nth}`;
  const [, every, step2, from, dash, to] = found;
  if (every) return `every ${ordinal(step2)}`;
  if (!dash) return from === "1" ? "the first" : `the ${ordinal(from)}`;
  if (!to) return `from the ${ordinal(from)} on`;
  return from === "1" ? `the first ${to}` : `the ${ordinal(from)} to the ${ordinal(to)}`;
}
function oftenWords(rule) {
  const words = [];
  if (rule.nth !== void 0) words.push(nthWords(String(rule.nth)));
  if (rule.per !== void 0) words.push([rule.per].flat().join() === "global" ? "of all" : `for each ${[rule.per].flat().join(", ")}`);
  if (rule.times !== void 0) words.push(`${rule.times} times`);
  if (rule.chance !== void 0) words.push(`${Math.round(rule.chance * 100)} %`);
  if (rule.window !== void 0) words.push(rule.window === "open" ? "at the same time" : `within ${rule.window}`);
  if (rule.age !== void 0) words.push(`age ${rule.age}`);
  if (rule.state !== void 0) words.push(`in state ${[rule.state].flat().join(" or ")}`);
  return words.join(" · ") || "every time";
}
function effectWords(rule) {
  const words = [];
  const delay = rule.delay;
  if (delay !== void 0) words.push(delay === "forever" ? "never answers" : `waits ${typeof delay === "string" ? delay : JSON.stringify(delay)}`);
  if (rule.reply === null) words.push("says nothing");
  else if (rule.reply !== void 0) words.push(typeof rule.reply === "string" ? rule.reply : Array.isArray(rule.reply) ? rule.reply.join(" / ") : "raw octets");
  if (rule.capabilities !== void 0) words.push(`EHLO ${[rule.capabilities].flat().join(", ")}`);
  if (rule.handshake !== void 0) words.push(`handshake ${JSON.stringify(rule.handshake)}`);
  if (rule.accept !== void 0) words.push(rule.accept ? "keeps the mail" : "drops the mail");
  if (rule.send !== void 0) words.push("sends slowly");
  if (rule.read !== void 0) words.push("reads slowly");
  if (rule.close !== void 0) words.push(`closes: ${rule.close}`);
  if (rule.goto !== void 0) words.push(`goes to ${rule.goto}`);
  return words.join(", then ") || "the normal reply";
}

// src/arming.tsx
function Arming() {
  const to = useSignal("*");
  const how = useSignal("always");
  const problem3 = useSignal(null);
  const chosen = often.find((each) => each.id === how.value);
  const smtp = info.value?.listeners.find((each) => each.name === "smtp");
  return /* @__PURE__ */ a4("section", { class: "presets", "aria-label": "Arm with a click", children: [
    /* @__PURE__ */ a4("div", { class: "preset-options", children: [
      /* @__PURE__ */ a4("h2", { children: "Arm with a click" }),
      /* @__PURE__ */ a4(Field, { label: "for recipients", children: /* @__PURE__ */ a4("input", { value: to.value, spellcheck: false, onInput: (event) => to.value = event.currentTarget.value }) }),
      /* @__PURE__ */ a4(Field, { label: "how often", children: /* @__PURE__ */ a4("select", { value: how.value, onChange: (event) => how.value = event.currentTarget.value, children: often.map((each) => /* @__PURE__ */ a4("option", { value: each.id, children: each.label }, each.id)) }) }),
      /* @__PURE__ */ a4("a", { class: "button", href: href("/faults/new"), children: "Write a rule" })
    ] }),
    /* @__PURE__ */ a4("div", { class: "preset-list", children: presets.map((preset) => /* @__PURE__ */ a4(
      "button",
      {
        type: "button",
        class: "preset",
        onClick: async () => {
          problem3.value = null;
          try {
            await arm([ruleOf(preset, to.value.trim(), chosen)]);
            say(`${preset.title}: armed`);
          } catch (error) {
            problem3.value = problemFrom(error);
          }
        },
        children: [
          /* @__PURE__ */ a4("b", { children: preset.title }),
          /* @__PURE__ */ a4("span", { children: preset.note })
        ]
      },
      preset.name
    )) }),
    problem3.value && /* @__PURE__ */ a4(Trouble, { problem: problem3.value }),
    smtp && armed.value.length > 0 && /* @__PURE__ */ a4(TestMail, { listener: smtp.name, children: "to you@example.test, and see what your app would" })
  ] });
}

// src/editor.tsx
function Editor({ start: start2, id, done }) {
  const text = useSignal(JSON.stringify(start2, null, 2));
  const problem3 = useSignal(null);
  const save = async () => {
    problem3.value = null;
    try {
      const answer = await (await ask(id ? "PUT" : "POST", url(id ? "/v1/rules/" + encodeURIComponent(id) : "/v1/rules"), text.value)).json();
      say(id ? "The rule was replaced; its counters start anew" : "Armed");
      draft.value = null;
      done?.();
      const first = answer.id ?? answer.items?.[0]?.id;
      if (!id && first) go(href("/faults/" + encodeURIComponent(first)), true);
    } catch (error) {
      problem3.value = problemFrom(error);
    }
  };
  return /* @__PURE__ */ a4("div", { class: "editor", children: [
    /* @__PURE__ */ a4(
      "textarea",
      {
        "aria-label": "Rule as JSON",
        rows: Math.min(24, Math.max(8, text.value.split("\n").length + 1)),
        spellcheck: false,
        value: text.value,
        onInput: (event) => text.value = event.currentTarget.value,
        onKeyDown: (event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }
      }
    ),
    /* @__PURE__ */ a4("div", { class: "actions", children: [
      /* @__PURE__ */ a4(Button, { label: id ? "Replace" : "Arm", kind: "main", onClick: () => void save() }),
      /* @__PURE__ */ a4("span", { class: "dim", children: "Ctrl+Enter. Its counters start at nought." })
    ] }),
    problem3.value && /* @__PURE__ */ a4(Trouble, { problem: problem3.value })
  ] });
}

// src/firings.tsx
var firings = y3([]);
var mostFirings = 500;
function noteFirings(more2) {
  const seen = new Map(firings.value.map((each) => [each.rule + each.at, each]));
  for (const each of more2) seen.set(each.rule + each.at, each);
  firings.value = [...seen.values()].sort((a5, b3) => a5.at - b3.at).slice(-mostFirings);
}
var firedIn = (transaction) => transaction.rules.map((rule) => ({ rule, at: Date.parse(transaction.ended), url: href("/t/" + transaction.id) }));
async function lookBack() {
  const list2 = await get("/v1/transactions", { limit: 500 });
  firings.value = [];
  noteFirings(list2.items.flatMap(firedIn));
}
onChange((changes) => {
  if (changes.all) return lookBack().catch(() => void 0);
  for (const record of changes.records.values()) {
    const transaction = record;
    if (transaction.id?.[0] === "t" && transaction.rules?.length) noteFirings(firedIn(transaction));
    const rule = record;
    if (rule.lastFired && rule.on && !stages(rule).some((stage) => ["mail", "rcpt", "data", "body", "eom"].includes(stage)))
      noteFirings([{ rule: rule.id, at: Date.parse(rule.lastFired), url: href("/faults/" + rule.id) }]);
  }
});
var spans = [5, 30, 120];
function Timeline() {
  const minutes = useSignal(5);
  const now = useSignal(Date.now());
  A2(() => {
    const timer3 = setInterval(() => now.value = Date.now(), 2e3);
    return () => clearInterval(timer3);
  }, []);
  const width = minutes.value * 6e4;
  const end = Math.max(now.value, ...firings.value.map((each) => each.at));
  const seen = firings.value.filter((each) => each.at > end - width);
  const order = rules.value.map((rule) => rule.id);
  return /* @__PURE__ */ a4("section", { class: "firing", "aria-label": "Firings", children: [
    /* @__PURE__ */ a4("div", { class: "firing-head", children: [
      /* @__PURE__ */ a4("h2", { children: "Firings" }),
      /* @__PURE__ */ a4("span", { class: "dim", children: seen.length ? `${plural(seen.length, "firing")} in ${minutes.value} minutes` : `none in ${minutes.value} minutes` }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4("span", { class: "choice", role: "group", "aria-label": "How far back", children: spans.map((each) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": minutes.value === each, onClick: () => minutes.value = each, children: [
        each,
        " min"
      ] }, each)) })
    ] }),
    /* @__PURE__ */ a4("div", { class: "strip", "aria-hidden": "true", children: seen.map((each) => /* @__PURE__ */ a4("a", { tabIndex: -1, href: each.url, title: `${each.rule} at ${new Date(each.at).toLocaleTimeString()}`, style: { left: `${100 - (end - each.at) / width * 100}%`, bottom: `${4 + Math.max(0, order.indexOf(each.rule)) % 4 * 8}px` } }, each.rule + each.at)) })
  ] });
}

// src/rule.tsx
var label2 = (rule) => rule.name || rule.id;
function RuleRow({ rule, n: n3, current: current2 }) {
  return /* @__PURE__ */ a4("li", { class: current2 ? "rule here" : "rule", children: [
    /* @__PURE__ */ a4("a", { class: "rule-main", href: href("/faults/" + encodeURIComponent(rule.id)), "aria-current": current2 ? "true" : void 0, children: [
      /* @__PURE__ */ a4("span", { class: "n", children: n3 }),
      /* @__PURE__ */ a4("span", { class: "rule-name", children: [
        /* @__PURE__ */ a4("b", { children: cut(label2(rule), 60) }),
        rule.scenario && /* @__PURE__ */ a4("span", { class: "dim", children: [
          " of ",
          rule.scenario
        ] })
      ] }),
      /* @__PURE__ */ a4("span", { class: "rule-what", children: [
        /* @__PURE__ */ a4("span", { class: "stage-chip", children: stages(rule).join(" ") }),
        " ",
        cut(matchWords(rule.match), 80),
        " ",
        /* @__PURE__ */ a4("span", { class: "arrow", children: "→" }),
        " ",
        cut(effectWords(rule), 120)
      ] }),
      /* @__PURE__ */ a4("span", { class: "rule-often dim", children: oftenWords(rule) }),
      /* @__PURE__ */ a4("span", { class: "rule-hits", title: "fired of counted", children: [
        /* @__PURE__ */ a4("b", { children: rule.fired }),
        /* @__PURE__ */ a4("span", { class: "dim", children: [
          " of ",
          rule.matched
        ] }),
        rule.lastFired && /* @__PURE__ */ a4("time", { class: "dim", dateTime: rule.lastFired, children: moment(rule.lastFired) })
      ] })
    ] }),
    !rule.scenario && /* @__PURE__ */ a4(Button, { icon: "x", label: `Disarm ${label2(rule)}`, onClick: () => disarm([rule]) })
  ] });
}
var forms = [
  { id: "json", label: "JSON", as: (rule) => JSON.stringify(rule, null, 2) },
  { id: "curl", label: "curl", as: ruleAsCurl },
  { id: "python", label: "Python test", as: ruleAsPython },
  { id: "node", label: "Node test", as: ruleAsNode },
  { id: "file", label: "Scenario file", as: (rule) => ruleAsFile(rule) }
];
var form = y3("json");
function InOtherWords({ rule }) {
  const chosen = forms.find((each) => each.id === form.value);
  return /* @__PURE__ */ a4("section", { class: "words", children: [
    /* @__PURE__ */ a4("div", { class: "choice wrap", role: "group", "aria-label": "The rule in other words", children: forms.map((each) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": form.value === each.id, onClick: () => form.value = each.id, children: each.label }, each.id)) }),
    /* @__PURE__ */ a4(Snippet, { code: chosen.as(rule), label: `the rule as ${chosen.label}` })
  ] });
}
function NearMisses({ rule }) {
  const { value, problem: problem3 } = useLoad(
    `near misses ${rule.id} ${rule.matched}`,
    (signal) => get("/v1/near-misses", { rule: rule.id, limit: 10 }, { signal }),
    (changes) => changes.kinds.has("transaction") || changes.kinds.has("session")
  );
  if (problem3 && !value) return /* @__PURE__ */ a4(Trouble, { problem: problem3 });
  if (!value) return null;
  const misses = value.items;
  return /* @__PURE__ */ a4("section", { class: "misses", children: [
    /* @__PURE__ */ a4("h2", { children: [
      "Near misses ",
      /* @__PURE__ */ a4("span", { class: "dim", children: "what came close and was not counted" })
    ] }),
    misses.length === 0 ? /* @__PURE__ */ a4("p", { class: "dim", children: "Nothing on record came close." }) : /* @__PURE__ */ a4("ul", { children: misses.map((miss) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4("a", { href: href(`/${miss.id[0]}/${miss.id}`), children: [
        miss.kind,
        " ",
        miss.id
      ] }),
      miss.note && /* @__PURE__ */ a4("span", { class: "dim", children: [
        " ",
        miss.note
      ] }),
      /* @__PURE__ */ a4("ul", { children: miss.differences.map((each) => /* @__PURE__ */ a4("li", { children: [
        /* @__PURE__ */ a4("code", { children: each.field }),
        " wanted ",
        /* @__PURE__ */ a4("code", { children: cut(each.wanted, 120) }),
        ", found ",
        /* @__PURE__ */ a4("code", { children: cut(each.found, 120) })
      ] }, each.field)) })
    ] }, miss.kind + miss.id)) })
  ] });
}
function RuleDetail({ rule }) {
  const editing = useSignal(false);
  return /* @__PURE__ */ a4("article", { class: "rule-detail", "aria-label": `Rule ${label2(rule)}`, children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: [
      /* @__PURE__ */ a4("a", { class: "button bare back", href: href("/faults"), "aria-label": "Back to all rules", children: /* @__PURE__ */ a4(Icon, { name: "back" }) }),
      /* @__PURE__ */ a4("h1", { children: cut(label2(rule), 80) }),
      label2(rule) !== rule.id && /* @__PURE__ */ a4("span", { class: "dim", children: rule.id }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      !rule.scenario && /* @__PURE__ */ a4(Button, { label: editing.value ? "Close the editor" : "Edit", onClick: () => editing.value = !editing.value }),
      /* @__PURE__ */ a4(Button, { icon: "link", label: "Copy the link", hotkey: "y", onClick: () => void copy(location.href, "Link copied") }),
      !rule.scenario && /* @__PURE__ */ a4(Button, { label: "Disarm", kind: "danger", onClick: () => disarm([rule]) })
    ] }),
    /* @__PURE__ */ a4("p", { class: "lead", children: [
      "At ",
      /* @__PURE__ */ a4("b", { children: stages(rule).join(" or ") }),
      ", for ",
      /* @__PURE__ */ a4("b", { children: cut(matchWords(rule.match), 200) }),
      ", ",
      oftenWords(rule),
      ": ",
      /* @__PURE__ */ a4("b", { children: cut(effectWords(rule), 300) }),
      "."
    ] }),
    /* @__PURE__ */ a4("p", { class: "dim facts-line", children: [
      "Counted ",
      rule.matched,
      ", fired ",
      rule.fired,
      rule.lastFired && /* @__PURE__ */ a4($, { children: [
        ", last ",
        full(rule.lastFired)
      ] }),
      rule.expires && /* @__PURE__ */ a4($, { children: [
        ", until ",
        full(rule.expires)
      ] }),
      rule.scenario && /* @__PURE__ */ a4($, { children: [
        ". Of scenario ",
        /* @__PURE__ */ a4("a", { href: href("/scenarios/" + encodeURIComponent(rule.scenario)), children: rule.scenario })
      ] }),
      rule.droppedKeys && /* @__PURE__ */ a4($, { children: [
        ". ",
        plural(rule.droppedKeys, "key"),
        " forgotten for want of room"
      ] })
    ] }),
    editing.value ? /* @__PURE__ */ a4(Editor, { start: written(rule), id: rule.id, done: () => editing.value = false }) : /* @__PURE__ */ a4(InOtherWords, { rule: written(rule) }),
    /* @__PURE__ */ a4(NearMisses, { rule })
  ] });
}

// src/scenarios.tsx
var list = y3(null);
var problem2 = y3(null);
async function refresh2() {
  list.value = (await get("/v1/scenarios")).items;
}
onChange((changes) => changes.all || changes.kinds.has("held") || changes.kinds.has("rule") ? refresh2().catch(() => void 0) : void 0);
var path = (name, more2 = "", inbox) => url("/v1/scenarios/" + encodeURIComponent(name) + more2, { inbox });
var inboxOf = (scenario) => scenario.inbox && !/[*?]/.test(scenario.inbox) ? scenario.inbox : void 0;
var inForce = (scenario) => scenario.armed ?? true;
var fired = (scenario) => (scenario.rules ?? []).reduce((sum, rule) => sum + (rule.fired ?? 0), 0);
function statesOf(scenario) {
  const names2 = /* @__PURE__ */ new Set();
  const add = (name) => typeof name === "string" && names2.add(name);
  add(scenario.state?.start);
  for (const [from, timer3] of Object.entries(scenario.state?.timers ?? {})) {
    add(from);
    add(timer3.goto);
  }
  for (const rule of scenario.rules ?? []) {
    for (const each of [rule.state].flat()) add(each);
    add(rule.goto);
  }
  return [...names2];
}
async function change(what, method, where2, body) {
  problem2.value = null;
  try {
    await ask(method, where2, body);
    say(what);
    await refresh2();
  } catch (error) {
    problem2.value = problemFrom(error);
  }
}
function Controls({ scenario }) {
  const { name } = scenario;
  return inForce(scenario) ? /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Button, { label: "Reset", onClick: () => void change(`${name}: as when it was armed`, "POST", path(name, "/reset", inboxOf(scenario))) }),
    /* @__PURE__ */ a4(Button, { label: "Disarm", onClick: () => void change(`${name}: disarmed`, "DELETE", path(name, "", inboxOf(scenario))) })
  ] }) : /* @__PURE__ */ a4(Button, { label: "Arm", onClick: () => void change(`${name}: armed`, "PUT", path(name)) });
}
function Scenarios() {
  if (!list.value?.length) return null;
  return /* @__PURE__ */ a4("section", { class: "scenarios", "aria-label": "Scenarios", children: [
    /* @__PURE__ */ a4("div", { class: "firing-head", children: [
      /* @__PURE__ */ a4("h2", { children: "Scenarios" }),
      /* @__PURE__ */ a4("span", { class: "dim", children: "named sets of rules" })
    ] }),
    /* @__PURE__ */ a4("ul", { children: list.value.map((scenario) => /* @__PURE__ */ a4("li", { class: inForce(scenario) ? "scenario on" : "scenario", children: [
      /* @__PURE__ */ a4("a", { href: href("/scenarios/" + encodeURIComponent(scenario.name)), children: /* @__PURE__ */ a4("b", { children: scenario.name }) }),
      /* @__PURE__ */ a4("span", { class: "dim scenario-what", title: scenario.description, children: inForce(scenario) ? `${plural((scenario.rules ?? []).length, "rule")}, fired ${fired(scenario)}` : scenario.description ?? "not armed" }),
      Object.entries(scenario.states ?? {}).map(([inbox, state2]) => /* @__PURE__ */ a4("span", { class: "chip", children: [
        inbox,
        ": ",
        /* @__PURE__ */ a4("b", { children: state2 })
      ] }, inbox)),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4(Controls, { scenario })
    ] }, scenario.name + (scenario.inbox ?? ""))) }),
    problem2.value && /* @__PURE__ */ a4(Trouble, { problem: problem2.value })
  ] });
}
function States({ scenario }) {
  const inbox = useSignal(Object.keys(scenario.states ?? {})[0] ?? "default");
  const states = statesOf(scenario);
  if (!states.length) return null;
  const now = scenario.states?.[inbox.value] ?? scenario.state?.start;
  return /* @__PURE__ */ a4("section", { class: "states", "aria-label": "States", children: [
    /* @__PURE__ */ a4("h2", { children: "State" }),
    /* @__PURE__ */ a4("label", { class: "field", children: [
      /* @__PURE__ */ a4("span", { children: "of inbox" }),
      /* @__PURE__ */ a4("input", { value: inbox.value, onInput: (event) => inbox.value = event.currentTarget.value })
    ] }),
    /* @__PURE__ */ a4("span", { class: "choice wrap", role: "group", "aria-label": "Move to a state", children: states.map((state2) => /* @__PURE__ */ a4(
      "button",
      {
        type: "button",
        "aria-pressed": state2 === now,
        onClick: () => void change(`${scenario.name}: ${state2}`, "PUT", url("/v1/scenarios/" + encodeURIComponent(scenario.name) + "/state", { inbox: inbox.value }), { state: state2 }),
        children: state2
      },
      state2
    )) })
  ] });
}
function ScenarioScreen({ name }) {
  const scenario = list.value?.find((each) => each.name === name);
  useKeys({ Escape: () => go(href("/faults")), y: () => void copy(location.href, "Link copied") });
  return /* @__PURE__ */ a4("div", { class: "page", children: [
    /* @__PURE__ */ a4("div", { class: "toolbar", children: /* @__PURE__ */ a4("a", { class: "button", href: href("/faults"), children: [
      /* @__PURE__ */ a4(Icon, { name: "back" }),
      "Faults"
    ] }) }),
    !scenario ? /* @__PURE__ */ a4(Blank, { title: `There is no scenario ${cut(name, 60)}`, children: /* @__PURE__ */ a4("p", { children: [
      "Load one with ",
      /* @__PURE__ */ a4("code", { children: "--scenario FILE" }),
      ", or put it: ",
      /* @__PURE__ */ a4("code", { children: [
        "PUT /v1/scenarios/",
        cut(name, 60)
      ] }),
      "."
    ] }) }) : /* @__PURE__ */ a4("div", { class: "cockpit", children: /* @__PURE__ */ a4("article", { class: "rule-detail", "aria-label": `Scenario ${name}`, children: [
      /* @__PURE__ */ a4("header", { class: "detail-head", children: [
        /* @__PURE__ */ a4("h1", { children: name }),
        /* @__PURE__ */ a4("span", { class: "grow" }),
        /* @__PURE__ */ a4(Controls, { scenario })
      ] }),
      /* @__PURE__ */ a4("p", { class: "dim facts-line", children: [
        inForce(scenario) ? "In force" : "Not armed",
        scenario.origin && (scenario.origin === "shipped" ? ", shipped with mailrig" : `, from ${scenario.origin}`),
        scenario.since && `, since ${moment(scenario.since)}`
      ] }),
      scenario.description && /* @__PURE__ */ a4("p", { class: "lead", children: scenario.description }),
      /* @__PURE__ */ a4(States, { scenario }),
      /* @__PURE__ */ a4("section", { class: "rules words", "aria-label": "Rules of the scenario", children: [
        /* @__PURE__ */ a4("ol", { children: (scenario.rules ?? []).map((rule, i4) => /* @__PURE__ */ a4("li", { class: "rule", children: /* @__PURE__ */ a4("a", { class: "rule-main", href: href("/faults/" + encodeURIComponent(rule.id ?? rule.name ?? "")), children: [
          /* @__PURE__ */ a4("span", { class: "n", children: i4 + 1 }),
          /* @__PURE__ */ a4("span", { class: "rule-name", children: /* @__PURE__ */ a4("b", { children: rule.name ?? rule.id }) }),
          /* @__PURE__ */ a4("span", { class: "rule-what", children: [
            /* @__PURE__ */ a4("span", { class: "stage-chip", children: stages(rule).join(" ") }),
            " ",
            cut(matchWords(rule.match), 80),
            " ",
            /* @__PURE__ */ a4("span", { class: "arrow", children: "→" }),
            " ",
            cut(effectWords(rule), 120)
          ] }),
          /* @__PURE__ */ a4("span", { class: "rule-often dim", children: oftenWords(rule) }),
          /* @__PURE__ */ a4("span", { class: "rule-hits", children: [
            /* @__PURE__ */ a4("b", { children: rule.fired ?? 0 }),
            /* @__PURE__ */ a4("span", { class: "dim", children: [
              " of ",
              rule.matched ?? 0
            ] })
          ] })
        ] }) }, i4)) }),
        /* @__PURE__ */ a4(Snippet, { label: "a way to arm it", code: `curl -sS --fail-with-body -X PUT '${location.origin}${path(name)}'` })
      ] }),
      problem2.value && /* @__PURE__ */ a4(Trouble, { problem: problem2.value })
    ] }) })
  ] });
}

// src/faults.tsx
var example = { name: "my-rule", on: "rcpt", match: { to: "*@example.test" }, per: ["to"], nth: "1-2", reply: "451 4.3.0 Try again later" };
function Faults({ id }) {
  const list2 = armed.value;
  const rule = rules.value.find((each) => each.id === id) ?? rules.value.find((each) => each.name === id);
  const at = rule ? list2.indexOf(rule) : -1;
  const step2 = (by) => {
    const next2 = list2[at < 0 ? 0 : at + by];
    if (next2) go(href("/faults/" + encodeURIComponent(next2.id)), at >= 0);
  };
  useKeys({
    j: () => step2(1),
    k: () => step2(-1),
    "#": () => rule && disarm([rule]),
    e: () => go(href("/faults/new")),
    y: () => void copy(location.href, "Link copied"),
    Escape: () => go(href("/faults"))
  });
  return /* @__PURE__ */ a4("div", { class: "page", children: [
    /* @__PURE__ */ a4("div", { class: "toolbar", children: /* @__PURE__ */ a4("h1", { children: "Faults" }) }),
    /* @__PURE__ */ a4("div", { class: "cockpit", children: [
      /* @__PURE__ */ a4(Arming, {}),
      /* @__PURE__ */ a4(Timeline, {}),
      /* @__PURE__ */ a4("div", { class: id ? "cockpit-panes open" : "cockpit-panes", children: [
        /* @__PURE__ */ a4("div", { class: "in-force", children: [
          /* @__PURE__ */ a4("section", { class: "rules", "aria-label": "Rules in force", children: [
            /* @__PURE__ */ a4("div", { class: "firing-head", children: [
              /* @__PURE__ */ a4("h2", { children: "Rules in force" }),
              /* @__PURE__ */ a4("span", { class: "dim", children: list2.length ? "asked from the top; the first that may fire decides" : "" }),
              /* @__PURE__ */ a4("span", { class: "grow" }),
              list2.some((each) => !each.scenario) && /* @__PURE__ */ a4(Button, { label: "Disarm all", hotkey: "Shift+D", onClick: () => disarm(list2) })
            ] }),
            list2.length === 0 ? /* @__PURE__ */ a4("p", { class: "none dim", children: "Nothing is armed: every mail is taken as it should be." }) : /* @__PURE__ */ a4("ol", { children: list2.map((each, i4) => /* @__PURE__ */ a4(RuleRow, { rule: each, n: i4 + 1, current: each === rule }, each.id)) })
          ] }),
          /* @__PURE__ */ a4(Scenarios, {})
        ] }),
        id === "new" ? /* @__PURE__ */ a4("article", { class: "rule-detail", "aria-label": "New rule", children: [
          /* @__PURE__ */ a4("header", { class: "detail-head", children: /* @__PURE__ */ a4("h1", { children: "New rule" }) }),
          /* @__PURE__ */ a4(Editor, { start: draft.value ?? example }, JSON.stringify(draft.value))
        ] }) : rule ? /* @__PURE__ */ a4(RuleDetail, { rule }, rule.id) : id ? /* @__PURE__ */ a4(Blank, { title: `There is no rule ${cut(id, 60)}`, children: /* @__PURE__ */ a4("p", { children: "It was disarmed, or its time was over." }) }) : null
      ] })
    ] })
  ] });
}

// src/findings.tsx
var shown = 20;
var took = 0;
var last = 0;
async function look(query2, signal, again) {
  const rest = last + 4 * took - performance.now();
  if (again && rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  const began2 = performance.now();
  const list2 = await get("/v1/findings", query2, { signal });
  last = performance.now();
  took = last - began2;
  return list2;
}
var news = (changes) => changes.all || ["message", "session", "held"].some((kind) => changes.kinds.has(kind));
function useFindings(query2) {
  let again = false;
  return useLoad("findings " + JSON.stringify(query2), (signal) => {
    const later = again;
    again = true;
    return look(query2, signal, later);
  }, news);
}
var who = (group) => plural(group.records, group.of === "session" ? "session" : "mail");
function listed(group, inbox) {
  return group.of === "message" ? href("/inbox" + (inbox ? "/" + encodeURIComponent(inbox) : ""), { q: "finding:" + group.rule }) : href("/sessions", group.filter);
}
function Group({ group, here: here2, url: url2 }) {
  const newest = group.examples[0];
  return /* @__PURE__ */ a4("li", { class: here2 ? "here" : void 0, children: /* @__PURE__ */ a4("a", { href: url2, "aria-current": here2 ? "true" : void 0, children: [
    /* @__PURE__ */ a4("span", { class: "name", children: /* @__PURE__ */ a4("span", { class: "code soft", children: group.rule }) }),
    /* @__PURE__ */ a4("span", { class: "number", children: who(group) }),
    /* @__PURE__ */ a4("span", { class: "broken", children: group.detail }),
    /* @__PURE__ */ a4("span", { class: "dim newest", children: newest && /* @__PURE__ */ a4("time", { dateTime: newest.at, title: `newest: ${full(newest.at)}`, children: moment(newest.at) }) })
  ] }) });
}
function Case({ each }) {
  const mail = each.record[0] === "m";
  return /* @__PURE__ */ a4("li", { children: [
    /* @__PURE__ */ a4("p", { class: "case", children: [
      /* @__PURE__ */ a4("a", { href: href(mail ? `/m/${each.record}/findings` : `/s/${each.record}`) + (each.line ? "#L" + each.line : ""), children: /* @__PURE__ */ a4("bdi", { children: cut(mail ? each.subject || "(no subject)" : each.from, 120) }) }),
      /* @__PURE__ */ a4("span", { class: "dim", children: mail ? /* @__PURE__ */ a4("bdi", { children: cut(each.from || "<>", 80) }) : each.record }),
      /* @__PURE__ */ a4("time", { class: "dim", dateTime: each.at, title: full(each.at), children: moment(each.at) })
    ] }),
    each.proof ? /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4("p", { class: "dim", children: [
        "part ",
        each.part,
        ", octet ",
        each.offset,
        each.count > 1 && `, ${plural(each.count, "time")} in this mail`
      ] }),
      /* @__PURE__ */ a4(ProofLine, { proof: each.proof })
    ] }) : each.note && /* @__PURE__ */ a4("p", { children: [
      "Line ",
      each.line,
      ": ",
      /* @__PURE__ */ a4("bdi", { children: each.note })
    ] })
  ] });
}
function Chosen({ rule, inbox, back }) {
  const { value, problem: problem3, again } = useFindings({ rule, inbox, examples: shown });
  const group = value?.items[0];
  const rest = group ? group.records - group.examples.length : 0;
  return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Rule", children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: [
      /* @__PURE__ */ a4("a", { class: "button bare back", href: back, "aria-label": "Back to the list", children: /* @__PURE__ */ a4(Icon, { name: "back" }) }),
      /* @__PURE__ */ a4("h1", { children: cut(rule, 60) }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4(Button, { icon: "link", label: "Copy the link", hotkey: "y", onClick: () => void copy(location.href, "Link copied") }),
      group && /* @__PURE__ */ a4("a", { class: "button", href: listed(group, inbox), children: [
        /* @__PURE__ */ a4(Icon, { name: group.of === "session" ? "sessions" : "inbox" }),
        "Show ",
        group.records === 1 ? "it" : `all ${count(group.records)}`
      ] })
    ] }),
    problem3 ? /* @__PURE__ */ a4(Trouble, { problem: problem3, children: [
      /* @__PURE__ */ a4("a", { class: "button main", href: back, children: "To the findings" }),
      problem3.status !== 400 && /* @__PURE__ */ a4(Button, { label: "Try again", onClick: again })
    ] }) : !value ? /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading…" }) : !group ? /* @__PURE__ */ a4(Blank, { title: "Nobody breaks this rule", children: /* @__PURE__ */ a4("p", { children: looked(value) }) }) : /* @__PURE__ */ a4("div", { class: "detail-body", tabIndex: 0, role: "region", "aria-label": "Who broke it", children: /* @__PURE__ */ a4("div", { class: "findings", children: [
      /* @__PURE__ */ a4("p", { class: "about", children: sentence(group.detail) }),
      /* @__PURE__ */ a4("p", { class: "dim", children: [
        who(group),
        group.places > group.records && `, ${plural(group.places, "place")} in all`,
        "; the newest first"
      ] }),
      /* @__PURE__ */ a4("ol", { children: group.examples.map((each) => /* @__PURE__ */ a4(Case, { each }, each.record)) }),
      rest > 0 && /* @__PURE__ */ a4("p", { class: "more", children: /* @__PURE__ */ a4("a", { href: listed(group, inbox), children: plural(rest, "older one") }) })
    ] }) })
  ] });
}
var sentence = (text) => text[0].toUpperCase() + text.slice(1) + ".";
var looked = (list2) => `${plural(list2.messages, "mail")} and ${plural(list2.sessions, "session")} were looked at.`;
function Findings() {
  const { query: query2 } = route.value;
  const rule = query2.get("rule") ?? "", inbox = query2.get("inbox") ?? "";
  const urlOf2 = (name) => href("/findings", { rule: name, inbox });
  const { value, problem: problem3, again } = useFindings({ inbox });
  const list2 = value?.items ?? [];
  const at = list2.findIndex((each) => each.rule === rule);
  const step2 = (by) => {
    const next2 = list2[at < 0 ? 0 : at + by];
    if (next2) go(urlOf2(next2.rule), rule !== "");
  };
  useKeys({
    j: () => step2(1),
    k: () => step2(-1),
    Enter: () => at < 0 && step2(0),
    y: () => void copy(location.href, "Link copied"),
    Escape: () => go(urlOf2(""))
  });
  A2(() => {
    if (at >= 0) document.querySelector(".groups .here")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const names2 = boxes.value.includes(inbox) || !inbox ? boxes.value : [...boxes.value, inbox];
  return /* @__PURE__ */ a4("div", { class: rule ? "panes" : "panes list-first", children: [
    /* @__PURE__ */ a4("section", { class: "list", "aria-label": "Findings", children: [
      /* @__PURE__ */ a4("div", { class: "toolbar", children: [
        /* @__PURE__ */ a4("h1", { children: "Findings" }),
        /* @__PURE__ */ a4("span", { class: "grow" }),
        /* @__PURE__ */ a4("select", { "aria-label": "Inbox", value: inbox, onChange: (event) => setQuery({ inbox: event.currentTarget.value || void 0 }), children: [
          /* @__PURE__ */ a4("option", { value: "", children: "All inboxes" }),
          names2.map((name) => /* @__PURE__ */ a4("option", { value: name, children: name }, name))
        ] })
      ] }),
      /* @__PURE__ */ a4("div", { class: "listbar", children: /* @__PURE__ */ a4("span", { class: "dim", "aria-live": "polite", children: value ? `${plural(list2.length, "rule")} broken · ${plural(value.messages, "mail")} and ${plural(value.sessions, "session")} looked at` : problem3 ? "" : "Loading…" }) }),
      problem3 && !value ? /* @__PURE__ */ a4(Trouble, { problem: problem3, children: /* @__PURE__ */ a4(Button, { label: "Try again", kind: "main", onClick: again }) }) : value && list2.length === 0 ? value.messages + value.sessions === 0 ? /* @__PURE__ */ a4(Blank, { title: "Nothing to look at yet", children: [
        /* @__PURE__ */ a4("p", { children: "What mail breaks of the rules of its format, and its sender of those of SMTP, is listed here the moment it arrives." }),
        /* @__PURE__ */ a4("a", { class: "button main", href: href("/connect"), children: "Connect an app" })
      ] }) : /* @__PURE__ */ a4(Blank, { title: "No rule is broken", children: /* @__PURE__ */ a4("p", { children: looked(value) }) }) : /* @__PURE__ */ a4("ol", { class: "groups", children: list2.map((each) => /* @__PURE__ */ a4(Group, { group: each, here: each.rule === rule, url: urlOf2(each.rule) }, each.rule)) })
    ] }),
    rule ? /* @__PURE__ */ a4(Chosen, { rule, inbox, back: urlOf2("") }, rule + "\n" + inbox) : /* @__PURE__ */ a4("div", { class: "rest", children: list2.length > 0 && /* @__PURE__ */ a4(Blank, { title: "No rule is chosen", children: /* @__PURE__ */ a4("p", { children: "Choose one to see who broke it, with the octets that prove it." }) }) })
  ] });
}

// src/why.tsx
function fired2(events) {
  const out = /* @__PURE__ */ new Map();
  for (const event of events)
    for (const trace of event.trace) if (trace.gate === "fired" && !out.has(trace.rule)) out.set(trace.rule, { stage: event.stage, trace });
  return [...out.values()];
}
var otherwise = {
  lost: "No rule is behind this: the connection ended before the mail was taken.",
  aborted: "No rule is behind this: the client gave the mail up, by RSET, a new greeting or QUIT.",
  unacked: "No rule is behind this: the mail was kept, and the connection ended before its reply was out."
};
function Why({ transaction }) {
  const causes = fired2(transaction.events ?? []);
  if (!causes.length) {
    const text = otherwise[transaction.outcome] ?? (transaction.rules.length ? "" : "No rule is behind this: mailrig itself refused, as a strict server does.");
    return text ? /* @__PURE__ */ a4("p", { class: "because", children: text }) : null;
  }
  return /* @__PURE__ */ a4($, { children: causes.map(({ stage, trace }) => {
    const rule = rules.value.find((each) => each.id === trace.rule);
    return /* @__PURE__ */ a4("p", { class: "because on-purpose", children: [
      /* @__PURE__ */ a4("span", { children: [
        /* @__PURE__ */ a4("b", { children: "⚡ On purpose:" }),
        " rule ",
        /* @__PURE__ */ a4("a", { href: href("/faults/" + encodeURIComponent(trace.rule)), children: cut(trace.name || trace.rule, 60) }),
        " ",
        "fired",
        stage && ` at ${stage.toUpperCase()}`,
        rule ? /* @__PURE__ */ a4($, { children: [
          ", as it does for ",
          /* @__PURE__ */ a4("b", { class: "plain", children: cut(matchWords(rule.match), 120) }),
          ", ",
          oftenWords(rule),
          "."
        ] }) : /* @__PURE__ */ a4($, { children: [
          ": ",
          trace.why,
          "."
        ] })
      ] }),
      rule && !rule.scenario ? /* @__PURE__ */ a4(Button, { label: "Disarm it", onClick: () => disarm([rule]) }) : !rule && /* @__PURE__ */ a4("span", { class: "dim", children: "disarmed since" })
    ] }, trace.rule);
  }) });
}

// src/transaction.tsx
function TransactionScreen({ id }) {
  const { value: transaction, problem: problem3, again } = useLoad(
    "transaction " + id,
    (signal) => get("/v1/transactions/" + encodeURIComponent(id), {}, { signal }),
    (changes) => changes.all || changes.records.has(id)
  );
  const entry = rows.value.at(openRow.value);
  useKeys({
    y: () => void copy(location.href, "Link copied"),
    Escape: () => go(listUrl()),
    s: () => transaction && go(href("/s/" + transaction.session)),
    ...entry ? {} : { j: () => step(1), k: () => step(-1) }
  });
  if (problem3 && !transaction)
    return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Transaction", children: /* @__PURE__ */ a4(Missing, { problem: problem3, what: `transaction ${cut(id, 40)}`, again, back: { url: listUrl(), label: "To the inbox" } }) });
  if (!transaction) return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Transaction", children: /* @__PURE__ */ a4("div", { class: "loading", role: "status", children: "Loading…" }) });
  const tab = route.value.tab || "session";
  const tabUrl = (name) => href(`/t/${id}/${name}`);
  const words = {
    lost: "The connection went before the mail was taken",
    unacked: "Kept, but its acknowledgement did not leave whole",
    aborted: "The client gave it up"
  };
  const stage = transaction.events?.filter((event) => event.from === "server" && /^[45]/.test(event.text)).pop()?.stage;
  const to = transaction.envelope.to[0]?.address ?? "";
  const items2 = [
    { id: "session", label: "Session", url: tabUrl("session") },
    { id: "envelope", label: "Envelope", url: tabUrl("envelope") },
    ...transaction.size ? [{ id: "source", label: "Source", url: tabUrl("source") }] : []
  ];
  return /* @__PURE__ */ a4("article", { class: "detail", "aria-label": "Transaction", children: [
    /* @__PURE__ */ a4("header", { class: "detail-head", children: [
      /* @__PURE__ */ a4("a", { class: "button bare back", href: listUrl(), "aria-label": "Back to the list", children: /* @__PURE__ */ a4(Icon, { name: "back" }) }),
      /* @__PURE__ */ a4("h1", { children: words[transaction.outcome] ?? (transaction.message ? "Taken" : `Refused${stage ? ` at ${stage.toUpperCase()}` : ""}`) }),
      /* @__PURE__ */ a4("span", { class: "grow" }),
      /* @__PURE__ */ a4(Button, { icon: "link", label: "Copy the link", hotkey: "y", onClick: () => void copy(location.href, "Link copied") }),
      entry && /* @__PURE__ */ a4(Button, { icon: "trash", label: "Take off the list", hotkey: "#", onClick: () => remove([entry]) })
    ] }),
    /* @__PURE__ */ a4("div", { class: "address", children: /* @__PURE__ */ a4("span", { class: "pair", children: [
      /* @__PURE__ */ a4("bdi", { children: cut(transaction.envelope.from.address || "<>", 200) }),
      " ",
      /* @__PURE__ */ a4("span", { class: "arrow", "aria-label": "to", children: "→" }),
      " ",
      /* @__PURE__ */ a4("bdi", { children: cut(transaction.envelope.to.map((each) => each.address).join(", ") || "nobody", 300) })
    ] }) }),
    /* @__PURE__ */ a4("div", { class: "address facts", children: [
      /* @__PURE__ */ a4(Code, { outcome: transaction.outcome }),
      /* @__PURE__ */ a4("span", { class: "reply", children: cut(withoutCode(transaction.reply) || "no reply", 300) }),
      /* @__PURE__ */ a4("time", { dateTime: transaction.ended, children: full(transaction.ended) }),
      /* @__PURE__ */ a4("span", { children: duration(micros(transaction.ended) - micros(transaction.began)) }),
      to && /* @__PURE__ */ a4("a", { href: href("/attempts/" + encodeURIComponent(`${transaction.envelope.from.address},${to}`)), title: "Every attempt of this sender to reach this recipient", children: "attempts" }),
      transaction.message && /* @__PURE__ */ a4("a", { href: href("/m/" + transaction.message), children: "the mail" })
    ] }),
    /* @__PURE__ */ a4(Why, { transaction }),
    /* @__PURE__ */ a4(Tabs, { items: items2, current: tab, label: "Views of the transaction", onPick: (where2) => go(where2, true) }),
    /* @__PURE__ */ a4("div", { class: "detail-body", id: "tabpanel", role: "tabpanel", "aria-labelledby": "tab-" + tab, tabIndex: 0, children: tab === "envelope" ? /* @__PURE__ */ a4(EnvelopeTable, { envelope: transaction.envelope }) : tab === "source" && transaction.size ? /* @__PURE__ */ a4(Octets, { where: url(`/v1/transactions/${id}/raw`), name: id + ".eml", label: "Source of what was refused" }) : /* @__PURE__ */ a4(SessionView, { id: transaction.session, base: tabUrl("session") }) })
  ] });
}

// src/main.tsx
var rail = [
  { name: "Inbox", icon: "inbox", path: "/inbox", screens: ["inbox", "message", "transaction"] },
  { name: "Sessions", icon: "sessions", path: "/sessions", screens: ["sessions", "session", "diff", "attempts"] },
  { name: "Faults", icon: "faults", path: "/faults", screens: ["faults", "scenario"] },
  { name: "Findings", icon: "findings", path: "/findings", screens: ["findings"] },
  { name: "Connect", icon: "connect", path: "/connect", screens: ["connect"] }
];
function Rail() {
  const { screen } = route.value;
  const inInbox = openId.value !== "";
  return /* @__PURE__ */ a4("nav", { class: "rail", "aria-label": "Screens", children: [
    /* @__PURE__ */ a4("a", { class: "brand", href: href("/inbox"), "aria-label": "mailrig: the inbox", children: [
      /* @__PURE__ */ a4("svg", { viewBox: "0 0 32 32", "aria-hidden": "true", children: [
        /* @__PURE__ */ a4("rect", { width: "32", height: "32", rx: "7", class: "plate" }),
        /* @__PURE__ */ a4("path", { d: "M7 10.5h18v11H7zm0 0 9 7 9-7" })
      ] }),
      /* @__PURE__ */ a4("span", { children: "mailrig" })
    ] }),
    rail.map((each) => {
      const here2 = each.name === "Inbox" && inInbox ? true : each.screens.includes(screen) && !inInbox;
      return /* @__PURE__ */ a4("a", { href: each.name === "Inbox" ? listUrl() : href(each.path), "aria-current": here2 ? "page" : void 0, children: [
        /* @__PURE__ */ a4(Icon, { name: each.icon }),
        /* @__PURE__ */ a4("span", { children: each.name }),
        each.name === "Faults" && armed.value.length > 0 && /* @__PURE__ */ a4("em", { children: [
          /* @__PURE__ */ a4("span", { class: "sr", children: ", " }),
          armed.value.length,
          /* @__PURE__ */ a4("span", { class: "sr", children: " armed" })
        ] })
      ] }, each.name);
    }),
    /* @__PURE__ */ a4("span", { class: "grow" }),
    /* @__PURE__ */ a4(LiveState, {}),
    /* @__PURE__ */ a4("div", { class: "rail-foot", children: [
      /* @__PURE__ */ a4(Button, { icon: theme.value === "dark" ? "moon" : theme.value === "light" ? "sun" : "half", label: `Theme: ${theme.value}`, onClick: nextTheme }),
      /* @__PURE__ */ a4(Button, { icon: "keys", label: "Keys", hotkey: "?", onClick: () => helpOpen.value = true })
    ] })
  ] });
}
function Screen() {
  const { screen, id, query: query2 } = route.value;
  switch (screen) {
    case "inbox":
      return /* @__PURE__ */ a4("div", { class: "panes list-first", children: [
        /* @__PURE__ */ a4(InboxList, {}),
        /* @__PURE__ */ a4("div", { class: "rest", children: /* @__PURE__ */ a4(InboxRest, {}) })
      ] });
    case "message":
      return /* @__PURE__ */ a4("div", { class: "panes", children: [
        /* @__PURE__ */ a4(InboxList, {}),
        /* @__PURE__ */ a4(MessageScreen, { id }, id)
      ] });
    case "transaction":
      return /* @__PURE__ */ a4("div", { class: "panes", children: [
        /* @__PURE__ */ a4(InboxList, {}),
        /* @__PURE__ */ a4(TransactionScreen, { id }, id)
      ] });
    case "session":
      return query2.get("from") === "inbox" ? /* @__PURE__ */ a4("div", { class: "panes", children: [
        /* @__PURE__ */ a4(InboxList, {}),
        /* @__PURE__ */ a4(SessionScreen, { id, back: listUrl() }, id)
      ] }) : /* @__PURE__ */ a4("div", { class: "panes", children: [
        /* @__PURE__ */ a4(SessionList, {}),
        /* @__PURE__ */ a4(SessionScreen, { id, back: sessionsUrl() }, id)
      ] });
    case "sessions":
      return /* @__PURE__ */ a4("div", { class: "panes list-first", children: [
        /* @__PURE__ */ a4(SessionList, {}),
        /* @__PURE__ */ a4("div", { class: "rest", children: /* @__PURE__ */ a4(Blank, { title: "No session is open", children: /* @__PURE__ */ a4("p", { class: "dim", children: "Choose one to see its conversation and where the time went." }) }) })
      ] });
    case "diff":
      return /* @__PURE__ */ a4(Diff, { id });
    case "attempts":
      return /* @__PURE__ */ a4(Attempts, { of: id });
    case "faults":
      return /* @__PURE__ */ a4(Faults, { id });
    case "scenario":
      return /* @__PURE__ */ a4(ScenarioScreen, { name: id });
    case "findings":
      return /* @__PURE__ */ a4(Findings, {});
    case "connect":
      return /* @__PURE__ */ a4("div", { class: "page", children: /* @__PURE__ */ a4(Connect, {}) });
    case "unknown":
      return /* @__PURE__ */ a4("div", { class: "page", children: /* @__PURE__ */ a4(Blank, { title: "There is no such page", children: [
        /* @__PURE__ */ a4("p", { children: [
          /* @__PURE__ */ a4("code", { children: id }),
          " is no page of mailrig."
        ] }),
        /* @__PURE__ */ a4("a", { class: "button main", href: href("/inbox"), children: "To the inbox" })
      ] }) });
  }
}
function App() {
  const { screen } = route.value;
  const first = useSignal(true);
  A2(() => {
    first.value = false;
    if (screen !== "message") document.title = "mailrig";
  }, [screen]);
  useKeys({
    z: () => void undo(),
    "?": () => helpOpen.value = !helpOpen.value,
    "mod+k": () => paletteOpen.value = !paletteOpen.value,
    D: () => disarm(armed.value),
    "g i": () => go(listUrl()),
    "g s": () => go(href("/sessions")),
    "g f": () => go(href("/faults")),
    "g n": () => go(href("/findings")),
    "g c": () => go(href("/connect"))
  });
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Rail, {}),
    /* @__PURE__ */ a4("main", { children: [
      /* @__PURE__ */ a4("h1", { class: "sr", children: [
        "mailrig, ",
        rail.find((each) => each.screens.includes(screen))?.name ?? "no such page"
      ] }),
      /* @__PURE__ */ a4(OfflineNote, {}),
      /* @__PURE__ */ a4(OpenWarning, {}),
      /* @__PURE__ */ a4(Banner, {}),
      /* @__PURE__ */ a4(Screen, {})
    ] }),
    /* @__PURE__ */ a4(ToastPlace, {}),
    /* @__PURE__ */ a4(Help, {}),
    /* @__PURE__ */ a4(Palette, {})
  ] });
}
Q(/* @__PURE__ */ a4(App, {}), document.getElementById("app"));
start();
