// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/html_style.hpp"

namespace tidemark::sinks {

const std::string_view kReportStyle = R"css(
:root{color-scheme:light dark;
--paper:#faf9f6;--raised:#fff;--ink:#13222a;--soft:#51636c;--line:#dfe2dd;--track:#e8ebe7;
--tide:#0b6a83;--tide-fill:#0b6a831f;--tide-band:#0b6a8347;
--bad:#b3261e;--bad-soft:#b3261e12;--warn:#875100;--warn-soft:#8751001a;--good:#17663f;--good-soft:#17663f14}
@media (prefers-color-scheme:dark){:root{
--paper:#0d1418;--raised:#131c21;--ink:#e6eef0;--soft:#9fb2ba;--line:#27343b;--track:#223038;
--tide:#67c9e0;--tide-fill:#67c9e026;--tide-band:#67c9e04d;
--bad:#ff8f85;--bad-soft:#ff8f851a;--warn:#f1b955;--warn-soft:#f1b9551a;--good:#7fd8a6;--good-soft:#7fd8a614}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 clamp(16px,4vw,40px)}
header{padding-top:clamp(20px,4vw,44px)}
a{color:var(--tide)}
.brand{display:flex;align-items:center;gap:8px;margin:0;color:var(--tide);font-weight:650;letter-spacing:.01em}
.brand svg{width:26px;height:26px}
.brand span{color:var(--soft);font-weight:400}
h1{margin:18px 0 0;font-size:clamp(1.5rem,1rem + 2.4vw,2.3rem);line-height:1.18;letter-spacing:-.02em;
font-weight:680;overflow-wrap:anywhere}
h2{margin:0;font-size:1.3rem;line-height:1.3;letter-spacing:-.01em;overflow-wrap:anywhere}
h3{margin:44px 0 4px;font-size:.8rem;line-height:1.3;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);font-weight:650}
h4{margin:0;font-size:1.05rem;line-height:1.3;font-weight:650;overflow-wrap:anywhere}
.name{font-family:ui-monospace,"SF Mono",Consolas,"Liberation Mono",monospace;font-size:.95em}
.soft{color:var(--soft)}
.num,td,dd{font-variant-numeric:tabular-nums}
.outcome{margin:22px 0 0;padding:16px 20px;border-radius:10px;border:1px solid var(--line);
border-left:5px solid var(--soft);background:var(--raised);font-size:1.12rem;line-height:1.4;overflow-wrap:anywhere}
.outcome.bad{border-left-color:var(--bad);background:linear-gradient(var(--bad-soft),var(--bad-soft)),var(--raised)}
.outcome.warn{border-left-color:var(--warn);background:linear-gradient(var(--warn-soft),var(--warn-soft)),var(--raised)}
.outcome.good{border-left-color:var(--good);background:linear-gradient(var(--good-soft),var(--good-soft)),var(--raised)}
.facts{display:flex;flex-wrap:wrap;gap:10px 34px;margin:20px 0 0}
.facts div{min-width:0}
dt{color:var(--soft);font-size:.78rem;line-height:1.35}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.device{margin-top:48px;padding-top:26px;border-top:1px solid var(--line)}
.pools{display:grid;grid-template-columns:minmax(0,1fr);gap:20px;margin-top:14px}
@media (min-width:900px){.pools.many{grid-template-columns:repeat(2,minmax(0,1fr))}.pool.wide{grid-column:1/-1}}
.pool{min-width:0;padding:18px 20px 16px;border:1px solid var(--line);border-radius:12px;background:var(--raised);break-inside:avoid}
.title{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px}
.title .kind{color:var(--soft);font-size:.86rem}
.chip{margin-left:auto;padding:1px 10px;border-radius:99px;border:1px solid var(--line);font-size:.8rem;font-weight:650;white-space:nowrap;color:var(--soft)}
.chip.bad,td.bad,.note.bad{color:var(--bad)}.chip.bad{border-color:currentColor;background:var(--bad-soft)}
.chip.warn,td.warn,.note.warn{color:var(--warn)}.chip.warn{border-color:currentColor;background:var(--warn-soft)}
.chip.good,td.good{color:var(--good)}.chip.good{border-color:currentColor;background:var(--good-soft)}
td.bad,td.warn,td.good{font-weight:650}
.pool dl{display:flex;flex-wrap:wrap;gap:8px 26px;margin:12px 0 0}
.pool dl div:first-child dd{font-size:1.35rem;line-height:1.2;letter-spacing:-.01em}
.pool dl div{display:flex;flex-direction:column;justify-content:flex-end}
.chart{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 8px;margin-top:16px;font-size:.74rem;line-height:1.2;color:var(--soft)}
.y{display:flex;flex-direction:column;justify-content:space-between;text-align:right;margin:-.6em 0}
.plot{position:relative;height:190px;border-bottom:1px solid var(--soft)}
.plot svg{display:block;width:100%;height:100%;overflow:visible}
.plot path,.plot line{vector-effect:non-scaling-stroke;fill:none}
.grid{stroke:var(--line);stroke-width:1}
.area{fill:var(--tide-fill)!important}.band{fill:var(--tide-band)!important}
.course{stroke:var(--tide);stroke-width:2;stroke-linejoin:round}
.cap{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:5 4;opacity:.75}
.peak{stroke:var(--tide);stroke-width:1.2;stroke-dasharray:1.5 3}
.boot{stroke:var(--soft);stroke-width:1.2;stroke-dasharray:3 3}
.flag{position:absolute;bottom:-7px;width:0;height:0;margin-left:-6px;border:6px solid transparent;border-bottom:9px solid var(--soft);border-top:0}
.flag.bad{border-bottom-color:var(--bad)}.flag.warn{border-bottom-color:var(--warn)}
.cursor{position:absolute;top:0;bottom:0;width:1px;background:var(--ink);opacity:.5}
.readout{position:absolute;top:4px;padding:3px 8px;border-radius:6px;background:var(--ink);color:var(--paper);font-size:.78rem;white-space:nowrap;pointer-events:none;font-variant-numeric:tabular-nums}
.x{grid-column:2;display:flex;justify-content:space-between;margin-top:8px}
.key{display:flex;flex-wrap:wrap;gap:2px 16px;margin:10px 0 0;padding:0;list-style:none;font-size:.8rem;color:var(--soft)}
.key i{display:inline-block;width:20px;height:0;margin-right:6px;vertical-align:middle;border-top:2px solid var(--tide)}
.key i.c{border-top:1.5px dashed var(--ink)}.key i.p{border-top:2px dotted var(--tide)}
.key i.b{width:0;height:12px;border-top:0;border-left:1.5px dashed var(--soft);margin:0 8px 0 4px}
.key i.f{width:0;border:6px solid transparent;border-top:0;border-bottom:9px solid var(--bad)}
.key i.f.warn{border-bottom-color:var(--warn)}
.boot.bad{stroke:var(--bad);stroke-width:1.6}
.key i.b.bad{border-left-color:var(--bad)}
.lives-line{margin-top:16px;font-size:.74rem;line-height:1.2;color:var(--soft)}
.strip{position:relative;height:34px}
.strip .life{position:absolute;top:10px;bottom:6px;background:var(--tide);opacity:.75;min-width:1px}
.strip .life.even{opacity:.45}
.strip .end{position:absolute;top:0;bottom:0;width:2px;margin-left:-1px;background:var(--soft)}
.strip .end::before{content:"";position:absolute;top:0;left:-4px;width:10px;height:10px;border-radius:50%;background:inherit;box-shadow:0 0 0 1.5px var(--paper)}
.strip .end.bad,.key i.e.bad{background:var(--bad)}.strip .end.warn,.key i.e.warn{background:var(--warn)}.strip .end.calm,.key i.e.calm{background:var(--good)}
.key i.e{width:10px;height:10px;border:0;border-radius:50%}
.ended{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:14px 32px;margin-top:14px}
.ended h5{margin:0;font-size:.78rem;font-weight:500;color:var(--soft)}
.ended .plain{margin-top:4px;font-size:.9rem}
.ended .bar{display:block;height:8px;margin:4px 0 2px}
.ended small{color:var(--soft)}
summary{margin-top:16px;color:var(--tide);cursor:pointer}
.chip.calm{color:var(--good);border-color:currentColor;background:var(--good-soft)}
.note{margin:12px 0 0;font-size:.94rem}
.stacks{margin:12px 0 0;padding:0;list-style:none}
.stacks li{display:grid;grid-template-columns:minmax(0,13rem) minmax(0,1fr) minmax(0,10.5rem) minmax(0,13rem);gap:4px 20px;align-items:center;padding:9px 0;border-top:1px solid var(--line);break-inside:avoid}
.stacks li:first-child{border-top:0}
.stacks .name{overflow-wrap:anywhere}
.bar{position:relative;height:14px;border-radius:4px;background:var(--track);overflow:hidden}
.bar b{display:block;height:100%;background:var(--tide)}
.bar.warn b{background:var(--warn)}.bar.bad b{background:var(--bad)}
.amount{text-align:right}.amount small{display:block;color:var(--soft);font-size:.8rem;line-height:1.25}
.advice{font-size:.9rem;color:var(--soft)}.advice.bad{color:var(--bad)}.advice.warn{color:var(--warn)}
.scroll{overflow-x:auto;margin-top:12px}
table{width:100%;border-collapse:collapse;font-size:.92rem}
th{padding:6px 20px 6px 0;text-align:left;font-size:.78rem;font-weight:500;color:var(--soft);white-space:nowrap;border-bottom:1px solid var(--soft)}
td{padding:7px 20px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
th.n,td.n{text-align:right;white-space:nowrap}
td.w{white-space:nowrap}
td.t{min-width:11rem}
td:last-child,th:last-child{padding-right:0}
.lives{vertical-align:-2px;margin-right:4px}.lives rect{fill:var(--tide)}
.plain{margin:12px 0 0;padding:0;list-style:none;font-size:.94rem}
.plain li{padding:3px 0;overflow-wrap:anywhere}
footer{margin-top:64px;padding-top:18px;padding-bottom:40px;color:var(--soft);font-size:.85rem}
footer p{margin:0;padding-top:18px;border-top:1px solid var(--line)}
@media (max-width:760px){
.stacks li{grid-template-columns:minmax(0,1fr) max-content}
.stacks .bar{grid-column:1/-1;grid-row:2}.stacks .advice{grid-column:1/-1}
.pool{padding:16px 14px 14px}.plot{height:160px}.outcome{padding:14px 16px;font-size:1.05rem}
td,th{padding-right:14px}}
@media print{:root{--paper:#fff;--raised:#fff;--ink:#000;--soft:#444;--line:#ccc;--track:#e4e4e4;--tide:#0b6a83;--tide-fill:#0b6a831f;--tide-band:#0b6a8347;--bad:#b3261e;--warn:#875100;--good:#17663f}
body{font-size:11pt}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.scroll{overflow:visible}h3{break-after:avoid}}
)css";

const std::string_view kReportScript = R"js(
(function(){"use strict";
function time(ms){var s=ms/1000;if(s<60)return s.toFixed(s<10?1:0)+" s";
var m=Math.floor(s/60);if(m<60)return m+" min "+("0"+Math.floor(s%60)).slice(-2)+" s";
var h=Math.floor(m/60);if(h<24)return h+" h "+("0"+m%60).slice(-2)+" min";return Math.floor(h/24)+" d "+h%24+" h";}
document.querySelectorAll(".plot[data-points]").forEach(function(plot){
var points=plot.dataset.points.split(" ").map(function(p){return p.split(",").map(Number);}),begin=+plot.dataset.begin,span=+plot.dataset.end-begin,
cursor=document.createElement("div"),readout=document.createElement("div");
if(!points.length||!span)return;
cursor.className="cursor";readout.className="readout";cursor.hidden=readout.hidden=true;plot.append(cursor,readout);
plot.addEventListener("pointermove",function(event){
var box=plot.getBoundingClientRect(),at=(event.clientX-box.left)/box.width*span+begin,low=0,high=points.length-1;
while(low<high){var middle=(low+high+1)>>1;if(points[middle][0]<=at)low=middle;else high=middle-1;}
var p=points[low],x=Math.min(100,(p[0]-begin)/span*100);
readout.textContent=time(p[0])+"  "+(p[1]===p[2]?"":p[1].toLocaleString("en")+" to ")+p[2].toLocaleString("en");
cursor.style.left=x+"%";readout.style.left=x>60?"":"calc("+x+"% + 8px)";readout.style.right=x>60?"calc("+(100-x)+"% + 8px)":"";
cursor.hidden=readout.hidden=false;});
plot.addEventListener("pointerleave",function(){cursor.hidden=readout.hidden=true;});});})();
)js";

const std::string_view kReportMark =
    R"svg(<svg viewBox="0 0 26 26" aria-hidden="true"><path d="M4 5v17" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M4 6h5M4 11h3M4 16h5M4 21h3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><path d="M10 15c2-2.4 4-2.4 6 0s4 2.4 6 0M10 20c2-2.4 4-2.4 6 0s4 2.4 6 0" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>)svg";

}  // namespace tidemark::sinks
