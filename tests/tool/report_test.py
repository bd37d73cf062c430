#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tidemark report, and its page in a real browser: wide and narrow, light and dark, with and without script, on paper."""

import html.parser
import struct
import tempfile
import unittest
import zlib
from pathlib import Path

import messages
from browser import Browser
from common import CANNOT_TELL, GOLDEN, HEALTHY, main, run
from messages import Device


def report(folder, name, data, *options):
    """The page about `data`."""
    source, page = Path(folder) / f"{name}.log", Path(folder) / f"{name}.html"
    source.write_bytes(data)
    done = run("report", source, "-o", page, *options)
    if done.returncode != HEALTHY:
        raise AssertionError(done.stderr)
    return page


def frames(*devices):
    return b"".join(map(messages.frame, (message for device in devices for message in device)))


def hostile_log():
    name = "<script>document.title='taken'</script>"
    lines = [f'tidemark: heap up={n}.000 name="{name}" used={n} free={900 - n} capacity=900 allocated=1 peak={n} level=ok verdict=none'
             for n in range(1, 50)]
    lines += [f'tidemark: thread_stack up=50.000 name="{"x" * 48}" peak=9 free=1 size=10 level=ok',
              'tidemark: thread_stack up=50.000 name="\\xe2\\x80\\xae</bdi><img src=x onerror=x>" peak=9 free=1 size=10 level=ok']
    return "\n".join(lines + [""]).encode()


def colours_of(png):
    """How many different pixels the first rows of a PNG have: a page that draws nothing has one."""
    at, data = 8, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        data += png[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return len(set(zlib.decompress(data)[:4_000_000]))


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = Browser()
        fleet = frames(messages.leaking(Device("pump"), 40), messages.healthy(Device("lamp"), 40))
        cls.pages = {"shell": report(cls.folder.name, "shell", (GOLDEN / "kernel_shell.log").read_bytes()),
                     "reboot": report(cls.folder.name, "reboot", (GOLDEN / "reboot.log").read_bytes()),
                     "fleet": report(cls.folder.name, "fleet", fleet),
                     "hostile": report(cls.folder.name, "hostile", hostile_log())}

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def open(self, name, *arguments, **options):
        self.browser.open(self.pages[name], *arguments, **options)
        return self.browser.value("document.body.innerText")

    def test_each_page_at_each_width_light_and_dark(self):
        for name in self.pages:
            for width in (1280, 390):
                papers = set()
                for dark in (False, True):
                    with self.subTest(name, width=width, dark=dark):
                        self.open(name, width, dark)
                        self.assertEqual(self.browser.value("document.documentElement.scrollWidth"), width, "it scrolls sideways")
                        self.assertEqual(self.browser.complaints, [])
                        self.assertEqual(self.browser.requests, [f"file://{self.pages[name]}"], "it fetches something")
                        papers.add(self.browser.value("getComputedStyle(document.body).backgroundColor"))
                        shot = Path(self.folder.name) / "shot.png"
                        self.browser.screenshot(shot)
                        self.assertGreater(colours_of(shot.read_bytes()), 8, "nothing is drawn")
                self.assertEqual(len(papers), 2, "light and dark are the same")

    def test_text_is_readable_on_what_is_behind_it(self):
        contrast = """(function(){function light(c){return c.map(v=>{v/=255;return v<=.03928?v/12.92:((v+.055)/1.055)**2.4})
            .reduce((s,v,i)=>s+v*[.2126,.7152,.0722][i],0)}
            function over(e){for(;e;e=e.parentElement){var m=getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number);
            if(m.length<4||m[3]===1)return m.slice(0,3)}return [255,255,255]}
            return Math.min(...[...document.querySelectorAll("h1,h3,dt,dd,td,th,p,li,span,small")].filter(e=>e.innerText).map(e=>{
            var a=light(getComputedStyle(e).color.match(/[\\d.]+/g).slice(0,3).map(Number)),b=light(over(e));
            return (Math.max(a,b)+.05)/(Math.min(a,b)+.05)}))})()"""
        for dark in (False, True):
            self.open("shell", 1280, dark)
            self.assertGreaterEqual(self.browser.value(contrast), 4.5, "WCAG AA")

    def test_what_a_leak_page_says(self):
        text = self.open("shell", 1280)
        for words in ("LEAK: _system_heap leaks 72.0 B/s; full in 10 s.", "3,236 bytes", "704 bytes would do: 3,392 to spare", "824 of 1,024",
                      "sysworkq priority -1", "isr0 interrupts", "84 samples"):
            self.assertIn(words, text)
        self.assertEqual(self.browser.value("document.querySelectorAll('svg[role=img]').length"), 1)
        self.assertEqual(self.browser.value("document.querySelectorAll('.flag').length"), 2, "on watch, and leak")
        text = self.open("reboot", 390)
        self.assertIn("boot 2 begins (boot banner)", text)
        self.assertEqual(self.browser.value("document.querySelectorAll('line.boot').length"), 1)

    def test_several_devices(self):
        text = self.open("fleet", 1280)
        for words in ("2 devices: 1 not healthy, 1 healthy; pump: LEAK: heap leaks 100 B/s", "test_board", "abcd"):
            self.assertIn(words, text)
        self.assertEqual(self.browser.value("[...document.querySelectorAll('td a')].every(a=>document.querySelector(a.hash))"), True)

    def test_without_a_script_all_is_there(self):
        self.open("shell", 1280)
        path = "document.querySelector('path.course').getBoundingClientRect().width"
        whole, width = self.browser.value("document.body.innerText"), self.browser.value(path)
        self.assertGreater(width, 500)
        self.assertEqual(self.open("shell", 1280, script=False), whole)

    def test_values_below_the_pointer(self):
        self.open("shell", 1280)
        box = "document.querySelector('.plot').getBoundingClientRect()"
        x, y = (self.browser.value(f"{box}.{side}") for side in ("right", "top"))
        self.browser.call("Input.dispatchMouseEvent", type="mouseMoved", x=x - 2, y=y + 20)
        self.assertEqual(self.browser.value("document.querySelector('.readout').innerText"), "43 s 3,164")

    def test_a_hostile_name_is_only_text(self):
        text = self.open("hostile", 390)
        self.assertEqual(self.browser.value("document.title"), "Tidemark: hostile.log")
        self.assertIn("<script>document.title='taken'</script>", text)
        self.assertEqual(self.browser.value("document.images.length"), 0)

    def test_on_paper(self):
        self.open("fleet", 1280)
        self.assertTrue(self.browser.pdf().startswith(b"%PDF"))


class Command(unittest.TestCase):
    def test_the_page_on_stdout_is_whole_html(self):
        done = run("report", "-", "-o", "-", stdin=(GOLDEN / "healthy.log").read_bytes())
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        page = done.stdout.decode()
        self.assertTrue(page.startswith("<!DOCTYPE html>") and page.endswith("</html>\n"))
        opened = []
        void = {"meta", "link", "br", "path", "line"}

        class Balance(html.parser.HTMLParser):
            def handle_starttag(self, tag, attrs):
                if tag not in void:
                    opened.append(tag)

            def handle_endtag(self, tag):
                assert tag in void or opened.pop() == tag, tag
        parser = Balance()
        parser.feed(page)
        self.assertEqual(opened, [])

    def test_the_same_input_gives_the_same_page(self):
        data = (GOLDEN / "reboot.log").read_bytes()
        self.assertEqual(*(run("report", "-", "-o", "-", stdin=data).stdout for _ in range(2)))

    def test_it_says_what_it_wrote(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run("report", GOLDEN / "tutorial_stamped.log", cwd=folder)
            self.assertEqual(done.stdout, b"report.html: LEAK: _system_heap leaks 120 B/s; full now.\n")
            self.assertGreater((Path(folder) / "report.html").stat().st_size, 5000)

    def test_what_it_refuses(self):
        for arguments, words in ((["/nonexistent/x"], b"no such file"), (["/tmp"], b"is a directory"),
                                 ([GOLDEN / "healthy.log", "-o", "/nonexistent/x.html"], b"cannot be written"),
                                 ([GOLDEN / "other_text.log", "-o", "-"], b"no line of it tells of a heap or a stack"),
                                 ([GOLDEN / "healthy.log", "--period", "60"], b"--period 60s")):
            done = run("report", *arguments)
            self.assertEqual((done.returncode, done.stdout), (CANNOT_TELL, b""), arguments)
            self.assertIn(words, done.stderr)

    def test_a_huge_input_gives_a_small_page(self):
        line = "tidemark: heap up={0}.000 name=h used={1} free={2} capacity=4000 allocated={1} peak=3999 level=ok verdict=none\n"
        data = "".join(line.format(n, n % 3999, 4000 - n % 3999) for n in range(100_000)).encode()
        done = run("report", "-", "-o", "-", stdin=data)
        self.assertEqual(done.returncode, HEALTHY)
        self.assertLess(len(done.stdout), 80_000)
        self.assertIn(b"100,000 samples", done.stdout)


if __name__ == "__main__":
    main()
