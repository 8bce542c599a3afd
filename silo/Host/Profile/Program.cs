using ActiveActive.Silo.Profile;

const string Usage = """
    write LIST PROFILE ASSEMBLIES          makes the profile of what the list names; ASSEMBLIES is a file with a path in each line
    learn LIST FOLDER[,FOLDER] OUTPUT...   adds to the list what processes have compiled; OUTPUT are files of DOTNET_JitStdOutFile
    """;

switch (args)
{
    case ["write", var list, var profile, var assemblies]:
        using (var code = new Assemblies(File.ReadAllLines(assemblies)))
        {
            var methods = MethodList.Read(list).Find(code);
            var bytes = ProfileFile.Write(methods);

            // What has not changed keeps its time, so that nothing is compiled again because of it.
            if (!File.Exists(profile) || !File.ReadAllBytes(profile).AsSpan().SequenceEqual(bytes))
            {
                File.WriteAllBytes(profile, bytes);
            }

            Console.WriteLine($"{Path.GetFileName(profile)}: {methods.Count} methods to be compiled ahead.");
        }

        return 0;

    case ["learn", var list, var folders, .. var outputs] when outputs.Length > 0:
        using (var code = new Assemblies(folders.Split(',').SelectMany(folder => Directory.GetFiles(folder, "*.dll"))))
        {
            var known = File.Exists(list) ? MethodList.Read(list) : new MethodList();
            var learned = known.With(outputs.SelectMany(File.ReadLines)).Known(code);
            learned.Write(list);
            Console.WriteLine($"{list}: {known.Count} methods were named, {learned.Count} are now.");
        }

        return 0;

    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
