using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Tests.Cluster.Encryption;

[Reentrant, GrainType("secret")]
public sealed class SecretGrain([DurableState("secret")] IDurableState<Secret> state, [PersistentState("note")] IPersistentState<Secret> note) : Grain, ISecretGrain
{
    public Task<string> Write(string text) => state.Update(s => Change.To(new Secret { Text = s.Text + text }, s.Text + text));

    public Task Send(string key, string text)
    {
        var other = GrainFactory.GetGrain<ISecretGrain>(key);
        return state.Update(s => Change.To(s, 0).Send(other, o => o.Write(text)));
    }

    public Task Give(string key, string text)
    {
        var (other, self) = (GrainFactory.GetGrain<ISecretGrain>(key), this.AsReference<ISecretGrain>());
        return state.Update(s => Change.To(s, 0).Send(other, o => o.Refuse(text), self, me => me.Write("back: " + text)));
    }

    public Task Refuse(string text) => state.Update<int>(_ => throw new RefusedException("never", $"No {text}."));

    public async Task Note(string text)
    {
        note.State.Text = text;
        await note.WriteStateAsync();
    }

    public Task<string> Read() => Task.FromResult(state.Value.Text);

    public Task<string> ReadNote() => Task.FromResult(note.State.Text);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
