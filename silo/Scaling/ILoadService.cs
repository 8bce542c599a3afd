using Orleans.Services;

namespace ActiveActive.Silo.Scaling;

/// <summary>On every silo: tells how much it has to do, and on the silo that decides how many silos that wants.</summary>
internal interface ILoadService : IGrainService
{
    /// <summary>What the silo has measured last; null before it has.</summary>
    [Alias("load")]
    Task<SiloLoad?> Load();

    /// <summary>What it has worked out last; null when it has not, as another silo does.</summary>
    [Alias("advice")]
    Task<ScaleAdvice?> Advice();
}
