namespace ActiveActive.Cli.Drills.Report;

/// <summary>The page's style: light and dark by the reader's choice, light on paper.</summary>
internal static class ReportStyle
{
    public const string Css =
        """
        :root{--paper:#fff;--ink:#1b1f24;--soft:#59636e;--edge:#dfe3e8;--tint:#f5f7f9;--good:#00704f;--bad:#b3400b;color-scheme:light dark}
        @media screen and (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6e9ed;--soft:#9aa4af;--edge:#2b323a;--tint:#1b2027;--good:#2fc79a;--bad:#ff8f45}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:32px 20px 64px}
        header{border-bottom:1px solid var(--edge);padding-bottom:20px}
        .kind{margin:0;color:var(--soft);font-size:13px;letter-spacing:.08em;text-transform:uppercase}
        h1{margin:.05em 0 .1em;font-size:clamp(52px,11vw,96px);line-height:1.02;letter-spacing:-.03em;font-weight:800}
        h1.passed,td.good{color:var(--good)}h1.failed,td.bad{color:var(--bad)}td.bad{font-weight:700}
        .missing{margin:.2em 0;font-size:14px;overflow-wrap:anywhere}.summary{font-size:19px;margin:.2em 0 1em}
        pre{background:var(--tint);border:1px solid var(--edge);border-radius:6px;padding:10px 12px;margin:0 0 14px;overflow-x:auto;font:13.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        dl{display:flex;flex-wrap:wrap;gap:6px 32px;margin:0}dt{color:var(--soft);font-size:12.5px}dd{margin:0;font-size:14px}
        h2{font-size:22px;margin:44px 0 10px;letter-spacing:-.01em}h3{font-size:15px;margin:0 0 6px}
        .fault{border-top:1px solid var(--edge);margin-top:40px}
        .wide{overflow-x:auto}
        figure{margin:10px 0 22px}figure svg{display:block;width:100%;min-width:640px;height:auto}
        figcaption,.note{color:var(--soft);font-size:13.5px;margin-top:6px}
        table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
        table.matrix{width:100%}
        th{font-weight:600;text-align:left;color:var(--soft);border-bottom:1px solid var(--soft);padding:6px 7px;white-space:nowrap}
        td small{display:block;color:var(--soft)}td{border-bottom:1px solid var(--edge);padding:6px 7px;white-space:nowrap}td.name:first-child{font-weight:600;white-space:normal}
        th.number,td.number{text-align:right}tr.peer td{color:var(--soft)}tr.peer td.bad{color:var(--bad)}tr.peer td.good{color:var(--soft)}
        table.events td{white-space:normal;vertical-align:top}
        details{margin:6px 0 18px}summary{cursor:pointer;color:var(--soft);font-size:14px}
        .findings{border-left:4px solid var(--bad);background:var(--tint);padding:12px 16px;margin:10px 0 18px;font-size:14px;overflow-wrap:anywhere}.findings ul{margin:0;padding-left:18px}
        @media print{main{max-width:none;padding:0}figure,.findings,tr{break-inside:avoid}h2{break-after:avoid}.wide{overflow:visible}figure svg{min-width:0}table.matrix{font-size:9.5px}th,td{padding:3px 4px}}

        """;
}
