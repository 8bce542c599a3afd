using ActiveActive.Silo.Console.Pages;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class ModuleBundleTests
{
    [Fact]
    public void Each_module_is_called_once_after_those_that_it_imports()
    {
        var script = ModuleBundle.Of("main.js", new Dictionary<string, string>
        {
            ["main.js"] = "import { a, b as c } from \"./parts/one.js\";\nimport { two } from \"./views/two.js\";\na(c, two);",
            ["parts/one.js"] = "const hidden = 1;\nexport function a() {}\nexport const b = hidden;\nexport async function d() {}\nexport class E {}",
            ["views/two.js"] = "import { a } from \"../parts/one.js\";\nexport const two = a;",
        });
        Assert.Equal(
            """
            "use strict";
            // parts/one.js
            const $parts_one_js = (() => {
            const hidden = 1;
            function a() {}
            const b = hidden;
            async function d() {}
            class E {}
            return { a, b, d, E };
            })();
            // views/two.js
            const $views_two_js = (() => {
            const { a } = $parts_one_js;
            const two = a;
            return { two };
            })();
            // main.js
            const $main_js = (() => {
            const { a, b: c } = $parts_one_js;
            const { two } = $views_two_js;
            a(c, two);
            return {  };
            })();

            """.ReplaceLineEndings("\n"),
            script);
    }

    [Theory]
    [InlineData("import * as all from \"./other.js\";")]
    [InlineData("import {")]
    [InlineData("export let changing = 1;")]
    [InlineData("export default 1;")]
    [InlineData("const at = import.meta.url;")]
    [InlineData("  await import(\"./other.js\");")]
    [InlineData("import { main } from \"./main.js\";")]
    [InlineData("import { x } from \"./missing.js\";")]
    public void What_it_does_not_understand_is_refused(string line)
    {
        var modules = new Dictionary<string, string> { ["main.js"] = line, ["other.js"] = "export const x = 1;" };
        Assert.Throws<InvalidOperationException>(() => ModuleBundle.Of("main.js", modules));
    }
}
